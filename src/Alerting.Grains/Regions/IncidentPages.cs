using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Grains.Regions;

/// <summary>Pages through the incidents of a region, newest first, those in the archive included.</summary>
internal static class IncidentPages
{
    /// <param name="engine">The region.</param>
    /// <param name="archive">Its old incidents.</param>
    /// <param name="after">Where an earlier page ended: event time, region and id; null for the first.</param>
    /// <param name="limit">Most items.</param>
    /// <returns>Null when no page ended at <paramref name="after"/>.</returns>
    public static async Task<IncidentPage?> ReadAsync(RegionEngine engine, RegionArchive archive, string? after, int limit, CancellationToken cancellationToken)
    {
        if (Place.Parse(after) is not { } place)
        {
            return null;
        }

        while (true)
        {
            if (await TryReadAsync(engine, archive, place, limit + 1, cancellationToken) is { } items)
            {
                var next = items.Count > limit ? Place.Of(items[limit - 1].Incident).ToString() : null;
                return new IncidentPage([.. items.Take(limit)], next);
            }
        }
    }

    /// <summary>Null when incidents came back from the archive meanwhile: to be read again.</summary>
    private static async ValueTask<List<IncidentItem>?> TryReadAsync(
        RegionEngine engine, RegionArchive archive, Place after, int count, CancellationToken cancellationToken)
    {
        var items = engine.IncidentsWithReports(long.MinValue, after.At)
            .Where(item => Place.Of(item.Incident).CompareTo(after) > 0)
            .Take(count)
            .ToList();
        foreach (var block in engine.BlocksBetween(long.MinValue, after.At).OrderByDescending(static b => b.LastAt))
        {
            if (items.Count == count && items[^1].Incident.OccurredAt > block.LastAt)
            {
                break;
            }

            if (await archive.ReadAsync(block, cancellationToken) is not { } content)
            {
                return null;
            }

            items.AddRange(engine.Read(content).Where(item => Place.Of(item.Incident).CompareTo(after) > 0));
            items.Sort(static (a, b) => Place.Of(a.Incident).CompareTo(Place.Of(b.Incident)));
            items.RemoveRange(Math.Min(count, items.Count), Math.Max(0, items.Count - count));
        }

        return items;
    }

    /// <summary>Where an incident stands: by event time, latest first, then by id and region.</summary>
    private readonly record struct Place(long At, string Id, string Region) : IComparable<Place>
    {
        public static Place Of(Incident incident) => new(incident.OccurredAt, incident.IncidentId, incident.Region);

        /// <summary>Before all others where there is no text; null where it is nobody's.</summary>
        public static Place? Parse(string? text) => text?.Split('~', 3) switch
        {
            null => new Place(long.MaxValue, "", ""),
            [var at, var region, var id] when long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) => new Place(ticks, id, region),
            _ => null,
        };

        public int CompareTo(Place other)
        {
            var order = other.At.CompareTo(At);
            order = order != 0 ? order : string.CompareOrdinal(Id, other.Id);
            return order != 0 ? order : string.CompareOrdinal(Region, other.Region);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}~{Region}~{Id}");
    }
}
