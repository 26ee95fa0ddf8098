namespace Alerting.Alerts;

/// <summary>Ids of alerts: region, threshold and ordinal, with points between.</summary>
public static class AlertIds
{
    /// <summary>The parts of an id after the region, threshold and ordinal, which hold no point.</summary>
    private const int PartsAfterRegion = 2;

    /// <summary>Code of the region of an alert; null where the text is the id of none.</summary>
    public static string? RegionOf(string alertId)
    {
        ArgumentNullException.ThrowIfNull(alertId);
        var end = alertId.Length;
        for (var part = 0; part < PartsAfterRegion; part++)
        {
            end = end > 0 ? alertId.LastIndexOf('.', end - 1) : -1;
        }

        return end > 0 ? alertId[..end] : null;
    }

    /// <summary>Id of the threshold of an alert; null where the text is the id of none.</summary>
    public static string? ThresholdOf(string alertId) =>
        RegionOf(alertId) is { } region ? alertId[(region.Length + 1)..alertId.LastIndexOf('.')] : null;
}
