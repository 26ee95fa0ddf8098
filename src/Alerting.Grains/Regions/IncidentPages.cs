using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Grains.Regions;

/// <summary>Reads the incidents of a region page by page, newest first, including those in the archive.</summary>
internal static class IncidentPages
{
    private const int MaxReports = 5_000;

    /// <param name="engine">The region's engine.</param>
    /// <param name="archive">Restores old incidents.</param>
    /// <param name="after">Where an earlier page ended, as text: event time, region and id; null for the first
    /// page.</param>
    /// <param name="limit">How many items at most.</param>
    /// <returns>Null when <paramref name="after"/> is not the end of a page.</returns>
    public static async Task<IncidentPage?> ReadAsync(
        RegionEngine engine, RegionArchive archive, string? after, int limit, CancellationToken cancellationToken)
    {
        if (PageCursor.Parse(after) is not { } cursor)
        {
            return null;
        }

        while (true)
        {
            if (await TryReadAsync(engine, archive, cursor, limit + 1, cancellationToken) is { } items)
            {
                var size = SizeOf(items, limit);
                var next = items.Count > size ? PageCursor.Of(items[size - 1].Incident).ToString() : null;
                return new IncidentPage([.. items.Take(size)], next);
            }
        }
    }

    /// <summary>How many of the items fit on a page: as many as asked for, or fewer where incidents have very many reports.</summary>
    private static int SizeOf(List<IncidentItem> items, int limit)
    {
        var reports = 0;
        for (var i = 0; i < Math.Min(items.Count, limit); i++)
        {
            reports += items[i].Reports.Count;
            if (reports > MaxReports && i > 0)
            {
                return i;
            }
        }

        return Math.Min(items.Count, limit);
    }

    /// <summary>Null when incidents were archived or restored during the read; it must be repeated then.</summary>
    private static async ValueTask<List<IncidentItem>?> TryReadAsync(
        RegionEngine engine, RegionArchive archive, PageCursor after, int count, CancellationToken cancellationToken)
    {
        var items = engine.View.Incidents(long.MinValue, after.At)
            .Where(item => PageCursor.Of(item.Incident).CompareTo(after) > 0)
            .Take(count)
            .ToList();
        foreach (var block in engine.Archive.BlocksBetween(long.MinValue, after.At).OrderByDescending(static b => b.LastAt))
        {
            if (items.Count == count && items[^1].Incident.OccurredAt > block.LastAt)
            {
                break;
            }

            if (await archive.ReadAsync(block, cancellationToken) is not { } content)
            {
                return null;
            }

            items.AddRange(engine.Archive.Read(content).Where(item => PageCursor.Of(item.Incident).CompareTo(after) > 0));
            items.Sort(static (a, b) => PageCursor.Of(a.Incident).CompareTo(PageCursor.Of(b.Incident)));
            items.RemoveRange(Math.Min(count, items.Count), Math.Max(0, items.Count - count));
        }

        return items;
    }

    /// <summary>The position of an incident in the order of pages: by event time, latest first, then by id and region.</summary>
    private readonly record struct PageCursor(long At, string Id, string Region) : IComparable<PageCursor>
    {
        public static PageCursor Of(Incident incident) => new(incident.OccurredAt, incident.IncidentId, incident.Region);

        /// <summary>Before the first incident for null; null when the text is not a position.</summary>
        public static PageCursor? Parse(string? text) => text?.Split('~', 3) switch
        {
            null => new PageCursor(long.MaxValue, "", ""),
            [var at, var region, var id] when long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) =>
                new PageCursor(ticks, id, region),
            _ => null,
        };

        public int CompareTo(PageCursor other)
        {
            var order = other.At.CompareTo(At);
            order = order != 0 ? order : string.CompareOrdinal(Id, other.Id);
            return order != 0 ? order : string.CompareOrdinal(Region, other.Region);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}~{Region}~{Id}");
    }
}
