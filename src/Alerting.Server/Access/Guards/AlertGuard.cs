using Alerting.Alerts;

namespace Alerting.Server.Access.Guards;

/// <summary>The alert that the address names: its id begins with its region.</summary>
internal sealed class AlertGuard : IResourceGuard
{
    public Resource Resource => Resource.Alert;

    public ValueTask<bool> AllowsAsync(GuardedRequest request) => new(
        request.Part("id") is { } id && (AlertIds.RegionOf(id) is not { } region || request.Limits.Allow(region)));
}
