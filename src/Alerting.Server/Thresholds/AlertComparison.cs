using System.Globalization;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Server.Thresholds;

/// <summary>
/// Compares the alerts under two versions of a threshold. Alerts of one region that are open at the same time form a pair, the
/// earliest first, each alert in at most one; an alert without a partner is new or gone.
/// </summary>
internal sealed class AlertComparison
{
    private readonly List<PreviewAlert> _new = [];
    private readonly List<PreviewAlert> _gone = [];
    private readonly List<PreviewChange> _changed = [];

    /// <param name="inForce">In order of raisedAt and region.</param>
    /// <param name="draft">In order of raisedAt and region.</param>
    public AlertComparison(IReadOnlyList<PreviewAlert> inForce, IReadOnlyList<PreviewAlert> draft)
    {
        // Alerts of one threshold in one region follow one another, so a partner that ended before this one began is
        // of no use to any that follow.
        var waiting = inForce.GroupBy(static a => a.Region, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => new Queue<PreviewAlert>(g), StringComparer.Ordinal);
        foreach (var alert in draft)
        {
            if (Partner(waiting.GetValueOrDefault(alert.Region), alert) is not { } partner)
            {
                _new.Add(alert);
            }
            else if (DifferencesOf(alert, partner) is { Count: > 0 } differs)
            {
                _changed.Add(new PreviewChange(partner, alert, differs));
            }
            else
            {
                Unchanged++;
            }
        }

        _gone.AddRange(waiting.Values.SelectMany(static left => left));
        _gone.Sort(static (a, b) =>
        {
            var order = a.RaisedAt.CompareTo(b.RaisedAt);
            return order != 0 ? order : string.CompareOrdinal(a.Region, b.Region);
        });
        Totals = Count(inForce, draft);
    }

    public IReadOnlyList<PreviewAlert> New => _new;

    public IReadOnlyList<PreviewAlert> Gone => _gone;

    public IReadOnlyList<PreviewChange> Changed => _changed;

    public int Unchanged { get; }

    /// <summary>By region and week.</summary>
    public IReadOnlyList<PreviewTotal> Totals { get; }

    private PreviewAlert? Partner(Queue<PreviewAlert>? waiting, PreviewAlert alert)
    {
        while (waiting is not null && waiting.TryPeek(out var next) && (Overlap(next, alert) || next.RaisedAt < alert.RaisedAt))
        {
            waiting.Dequeue();
            if (Overlap(next, alert))
            {
                return next;
            }

            _gone.Add(next);
        }

        return null;
    }

    /// <summary>Whether there is an instant at which both are open.</summary>
    private static bool Overlap(PreviewAlert one, PreviewAlert other) =>
        one.Region == other.Region
        && one.RaisedAt <= (other.EndedAt ?? DateTimeOffset.MaxValue)
        && other.RaisedAt <= (one.EndedAt ?? DateTimeOffset.MaxValue);

    /// <summary>Names of the members in which the alerts differ, ids and wording apart.</summary>
    private static List<string> DifferencesOf(PreviewAlert one, PreviewAlert other)
    {
        (string Name, bool Same)[] members =
        [
            ("status", one.Status == other.Status),
            ("severity", one.Severity == other.Severity),
            ("raisedAt", one.RaisedAt == other.RaisedAt),
            ("endedAt", one.EndedAt == other.EndedAt),
            ("value", one.Value == other.Value),
            ("evidenceCount", one.EvidenceCount == other.EvidenceCount),
            ("towns", one.Towns.SequenceEqual(other.Towns, StringComparer.Ordinal)),
        ];
        return [.. members.Where(static member => !member.Same).Select(static member => member.Name)];
    }

    private static List<PreviewTotal> Count(IReadOnlyList<PreviewAlert> inForce, IReadOnlyList<PreviewAlert> draft)
    {
        var counts = new Dictionary<(string Region, string Week), (int InForce, int Draft)>();
        foreach (var alert in inForce)
        {
            var key = (alert.Region, WeekOf(alert.RaisedAt));
            var count = counts.GetValueOrDefault(key);
            counts[key] = (count.InForce + 1, count.Draft);
        }

        foreach (var alert in draft)
        {
            var key = (alert.Region, WeekOf(alert.RaisedAt));
            var count = counts.GetValueOrDefault(key);
            counts[key] = (count.InForce, count.Draft + 1);
        }

        return
        [
            .. counts.OrderBy(static c => c.Key.Region, StringComparer.Ordinal).ThenBy(static c => c.Key.Week, StringComparer.Ordinal)
                .Select(static c => new PreviewTotal(c.Key.Region, c.Key.Week, c.Value.InForce, c.Value.Draft)),
        ];
    }

    private static string WeekOf(DateTimeOffset instant) => string.Create(
        CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(instant.UtcDateTime):0000}-W{ISOWeek.GetWeekOfYear(instant.UtcDateTime):00}");
}
