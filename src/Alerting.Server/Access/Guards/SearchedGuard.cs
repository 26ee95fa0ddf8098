namespace Alerting.Server.Access.Guards;

/// <summary>
/// What is looked for by an id that does not name its region: <see cref="Incidents.RegionSearch"/> looks within the limits.
/// </summary>
internal sealed class SearchedGuard : IResourceGuard
{
    public Resource Resource => Resource.Searched;

    public ValueTask<bool> AllowsAsync(GuardedRequest request) => new(true);
}
