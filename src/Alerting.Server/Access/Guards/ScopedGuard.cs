namespace Alerting.Server.Access.Guards;

/// <summary>
/// What holds in regions, as it is now, or as it was before it was deleted: read where those meet the limits, changed where they
/// lie within them.
/// </summary>
internal abstract class ScopedGuard : IResourceGuard
{
    public abstract Resource Resource { get; }

    public async ValueTask<bool> AllowsAsync(GuardedRequest request)
    {
        if (request.Part("id") is not { } id)
        {
            return false;
        }

        return request.Limits.AreNone
            || await RegionsAsync(id) is not { } regions
            || (request.IsRead ? RegionScope.IsShown(regions, request.Limits) : RegionScope.IsWithin(regions, request.Limits));
    }

    /// <summary>The regions of the newest version that is no deletion; null where there never was one.</summary>
    protected abstract Task<IReadOnlyList<string>?> RegionsAsync(string id);
}
