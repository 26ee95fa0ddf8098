using System.Globalization;
using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Doubts;

/// <summary>Tells of doubts in alerts: as a list, and in a sentence.</summary>
internal static class DoubtWriter
{
    private const int MaxNamed = 3;

    /// <summary>The pairs of the newest incidents.</summary>
    public static List<Doubt> List(WindowDoubts doubts) =>
        [.. doubts.Pairs.Take(Alert.MaxDoubts).Select(pair =>
        {
            var (earlier, later) = InOrder(doubts.Examined, pair);
            return new Doubt(earlier.Region, earlier.Id, later.Id, earlier.TownName, later.TownName, pair.Reason);
        })];

    /// <summary><c> (7 if w-2 repeats w-1)</c>; empty where all that is stated is certain.</summary>
    public static string Phrase(Measure measure, AlertFacts facts)
    {
        if (facts.Doubts is not { } doubts || facts.Certain == facts.Stated)
        {
            return "";
        }

        var joining = doubts.Joining();
        var named = joining.Take(joining.Count > MaxNamed ? MaxNamed - 1 : MaxNamed).Select(pair => Clause(measure, doubts, pair)).ToList();
        if (joining.Count > named.Count)
        {
            named.Add(string.Create(CultureInfo.InvariantCulture, $"{joining.Count - named.Count} more"));
        }

        var clauses = named.Count == 1 ? named[0] : $"{string.Join(", ", named[..^1])} and {named[^1]}";
        return string.Create(CultureInfo.InvariantCulture, $" ({facts.Certain:0.##} if {clauses})");
    }

    private static string Clause(Measure measure, WindowDoubts doubts, DoubtfulPair pair)
    {
        var (earlier, later) = InOrder(doubts.Examined, pair);
        if (measure == Measure.Towns)
        {
            return $"{later.TownName} is {earlier.TownName}";
        }

        var (name, other) = (NameOf(later), NameOf(earlier));
        return name == other ? $"{later.Id} repeats {earlier.Id}" : $"{name} repeats {other}";
    }

    /// <summary>The earlier incident first; of those of one instant, that with the smaller id.</summary>
    private static (IncidentNode Earlier, IncidentNode Later) InOrder(IReadOnlyList<IncidentNode> incidents, DoubtfulPair pair)
    {
        // Incidents of one instant stand in ascending order of their ids.
        var (newer, older) = (incidents[pair.Newer], incidents[pair.Older]);
        return newer.OccurredAt == older.OccurredAt ? (newer, older) : (older, newer);
    }

    /// <summary>The id of an incident without the source of the report that opened it.</summary>
    private static string NameOf(IncidentNode node)
    {
        var id = node.Id;
        foreach (var source in node.Data.Sources)
        {
            if (id.Length > source.Length + 1 && id[source.Length] == ':' && id.StartsWith(source, StringComparison.Ordinal))
            {
                return id[(source.Length + 1)..];
            }
        }

        return id;
    }
}
