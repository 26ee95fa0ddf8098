using Alerting.Alerts;
using Alerting.Regions;

namespace Alerting.Grains.Alerts;

/// <summary>Estimates the memory that a revision takes, to limit caches and answers by it.</summary>
internal static class AlertSize
{
    // The objects without their texts, in bytes.
    private const int Fixed = 800;
    private const int FixedPerItem = 160;
    private const int FixedPerText = 32;

    /// <summary>An estimate in bytes.</summary>
    public static int Of(Alert alert)
    {
        var bytes = Fixed + TextOf(alert.AlertId) + TextOf(alert.Explanation) + TextOf(alert.Reason) + TextOf(alert.Threshold.Name)
            + TextOf(alert.Region.Name) + TextOf(alert.Acknowledged?.Note);
        foreach (var town in alert.Towns)
        {
            bytes += TextOf(town);
        }

        foreach (var item in alert.Evidence)
        {
            bytes += FixedPerItem + TextOf(item.IncidentId) + TextOf(item.Kind) + TextOf(item.Town);
            foreach (var source in item.Sources)
            {
                bytes += TextOf(source);
            }
        }

        return (int)Math.Min(bytes, int.MaxValue);
    }

    private static long TextOf(string? text) => text is null ? 0 : FixedPerText + (2L * text.Length);
}
