namespace Alerting.Server.Access.Guards;

/// <summary>Keys open regions, so only who is limited to none manages them.</summary>
internal sealed class KeysGuard : IResourceGuard
{
    public Resource Resource => Resource.Keys;

    public ValueTask<bool> AllowsAsync(GuardedRequest request) => new(request.Limits.AreNone);
}
