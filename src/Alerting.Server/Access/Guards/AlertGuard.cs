namespace Alerting.Server.Access.Guards;

/// <summary>The alert that the address names: its id begins with its region.</summary>
internal sealed class AlertGuard : IResourceGuard
{
    /// <summary>The parts of an id after the region, threshold and ordinal, which hold no point.</summary>
    private const int PartsAfterRegion = 2;

    public Resource Resource => Resource.Alert;

    public ValueTask<bool> AllowsAsync(GuardedRequest request) => new(
        request.Part("id") is { } id && (RegionOf(id) is not { } region || request.Limits.Allow(region)));

    /// <summary>The region of an alert; null where the text is the id of none.</summary>
    public static string? RegionOf(string alertId)
    {
        var end = alertId.Length;
        for (var part = 0; part < PartsAfterRegion; part++)
        {
            end = end > 0 ? alertId.LastIndexOf('.', end - 1) : -1;
        }

        return end > 0 ? alertId[..end] : null;
    }
}
