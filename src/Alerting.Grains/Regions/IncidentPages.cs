using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Grains.Regions;

/// <summary>Pages through the incidents of a region, newest first.</summary>
internal static class IncidentPages
{
    /// <param name="engine">The region.</param>
    /// <param name="after">Where an earlier page ended: event time, region and id; null for the first.</param>
    /// <param name="limit">Most items.</param>
    public static IncidentPage Read(RegionEngine engine, string? after, int limit)
    {
        var (through, last) = Parse(after);
        var items = new List<IncidentItem>();
        var skipping = last is not null;
        string? next = null;
        foreach (var (incident, reports) in engine.IncidentsWithReports(long.MinValue, through))
        {
            if (skipping && incident.OccurredAt == through)
            {
                skipping = $"{incident.Region}~{incident.IncidentId}" != last;
                continue;
            }

            skipping = false;
            if (items.Count == limit)
            {
                next = string.Create(CultureInfo.InvariantCulture, $"{items[^1].Incident.OccurredAt}~{items[^1].Incident.Region}~{items[^1].Incident.IncidentId}");
                break;
            }

            items.Add(new IncidentItem(incident, reports));
        }

        return new IncidentPage(items, next);
    }

    private static (long Through, string? Last) Parse(string? after)
    {
        var separator = after?.IndexOf('~', StringComparison.Ordinal) ?? -1;
        return separator > 0 && long.TryParse(after.AsSpan(0, separator), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? (at, after![(separator + 1)..])
            : (long.MaxValue, null);
    }
}
