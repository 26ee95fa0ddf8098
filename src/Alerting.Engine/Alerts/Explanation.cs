using System.Globalization;
using System.Text;
using Alerting.Alerts;
using Alerting.Engine.Doubts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Alerts;

/// <summary>Puts the reason of an alert in a sentence that a duty officer understands without the system at hand.</summary>
internal static class Explanation
{
    private const int MaxNamed = 8;

    public static string Of(
        AlertChange change, Threshold threshold, Region region, RegionCatalog catalog, AlertFacts facts, string? reason,
        InstantWords instants)
    {
        var text = new StringBuilder();
        text.Append(change switch
        {
            AlertChange.Cleared when reason is not null => "Cleared, the threshold was changed: ",
            AlertChange.Cleared => "Cleared: ",
            AlertChange.Cancelled => $"Cancelled ({reason}): ",
            _ => "",
        });
        AppendMeasure(text, threshold, region, catalog, facts);
        text.Append(threshold.Measure switch
        {
            Measure.Sequence => $" ({SequenceWords.Steps(threshold)})",
            Measure.Quiet => Invariant($" (threshold {Number(threshold)}, {QuietWords.Condition(threshold)})"),
            _ => Invariant($" (threshold {Number(threshold)}{Conditions(threshold)})"),
        });
        QuietWords.AppendNames(text, facts, instants);
        AppendNames(text, threshold.Measure, region, catalog, facts, instants);
        RarityWords.Append(text, threshold, facts, instants);
        return text.Append('.').ToString();
    }

    private static void AppendMeasure(
        StringBuilder text, Threshold threshold, Region region, RegionCatalog catalog, AlertFacts facts)
    {
        var value = facts.Stated;
        var within = threshold.Window is { } window ? " within " + window.ToWords() : "";
        var one = value == 1;
        var doubt = DoubtWriter.Phrase(threshold.Measure, facts);
        text.Append(threshold.Measure switch
        {
            Measure.Towns => Invariant($"{value} {(one ? "town" : "towns")}{doubt} of {region.Name} {(one ? "was" : "were")} hit{within}"),
            Measure.Regions => Invariant($"{value} {(one ? "region" : "regions")} of {region.Name} {(one ? "was" : "were")} hit{within}"),
            Measure.Incidents => Invariant($"{value} {(one ? "incident" : "incidents")}{doubt} in {region.Name}{within}"),
            Measure.Killed => Invariant($"{value} {Persons("killed", one, doubt)} in {region.Name}{within}"),
            Measure.Wounded => Invariant($"{value} {Persons("wounded", one, doubt)} in {region.Name}{within}"),
            Measure.Casualties => Invariant($"{value} {Persons("killed or wounded", one, doubt)} in {region.Name}{within}"),
            Measure.Weight => Invariant($"Incidents of total weight {value:0.##}{doubt} in {region.Name}{within}"),
            Measure.Surge => Invariant($"{facts.Evidence.Count} incidents in {region.Name}{within} ")
                + Invariant($"where {facts.Expected:0.##} were expected, ")
                + Invariant($"{value:0.##} times as many; the chance of that is {Chance.InWords(facts.Probability ?? 1)}"),
            Measure.Level => Invariant($"The threat level of {region.Name} by its own incidents is {LevelName((int)value)}"),
            Measure.Sequence => SequenceWords.Measure(threshold, region, catalog, facts.Evidence) + within,
            Measure.Quiet => QuietWords.Measure(threshold, region, facts),
            _ => throw new ArgumentOutOfRangeException(nameof(threshold), threshold.Measure, "Unknown measure."),
        });
    }

    /// <summary>"people were killed", or in short where a doubt follows: "killed (7 if w-2 repeats w-1)".</summary>
    private static string Persons(string harm, bool one, string doubt) =>
        doubt.Length > 0 ? harm + doubt : $"{(one ? "person was" : "people were")} {harm}";

    private static string Number(Threshold threshold) =>
        threshold.Measure == Measure.Level
            ? LevelName((int)threshold.AtLeast)
            : threshold.AtLeast.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Conditions(Threshold threshold) => (threshold.MinIncidents, threshold.MaxProbability) switch
    {
        (null, null) => "",
        ({ } least, null) => Invariant($", {least} incidents"),
        (null, { } most) => Invariant($", a chance of {Chance.InWords(most)} or less"),
        ({ } least, { } most) => Invariant($", {least} incidents, a chance of {Chance.InWords(most)} or less"),
    };

    private static string LevelName(int level) => ((ThreatLevel)level).ToString().ToLowerInvariant();

    /// <summary>
    /// Appends the towns, regions or incidents that the measure counts, each with the time of its first incident and
    /// in the order of these times: the first <see cref="MaxNamed"/> of them, and how many more there are.
    /// </summary>
    private static void AppendNames(
        StringBuilder text, Measure measure, Region region, RegionCatalog catalog, AlertFacts facts, InstantWords instants)
    {
        // Only the first few are named, and the list is walked from its end.
        IReadOnlyList<IncidentNode> evidence = measure == Measure.Level ? [.. facts.Heaviest.Reverse()] : facts.Evidence;
        var count = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var seenTowns = new HashSet<DistinctTown>();
        var hit = measure == Measure.Regions ? Counted(region, catalog, evidence) : [];

        // The date is left out where all incidents are of today.
        var dated = evidence.Any(n => instants.IsOfAnotherDay(n.OccurredAt));

        // Evidence is newest first: walk it from its end.
        for (var i = evidence.Count - 1; i >= 0; i--)
        {
            var node = evidence[i];
            var isNamed = measure switch
            {
                Measure.Regions => hit.Contains(node.Region) && seen.Add(node.Region),
                Measure.Towns => node.DistinctTown is { } town && seenTowns.Add(town),
                Measure.Killed or Measure.Wounded or Measure.Casualties => Casualties(measure, node) > 0,
                _ => true,
            };
            if (isNamed && ++count <= MaxNamed)
            {
                var time = instants.Write(node.OccurredAt, dated);
                text.Append(count == 1 ? ": " : ", ").Append(NameOf(measure, node, catalog, time));
            }
        }

        if (count > MaxNamed)
        {
            text.Append(Invariant($" and {count - MaxNamed} more"));
        }
    }

    private static string NameOf(Measure measure, IncidentNode node, RegionCatalog catalog, string time) => measure switch
    {
        Measure.Regions => $"{catalog[node.Region].Name} {time}",
        Measure.Towns => $"{node.TownName} {time}",
        Measure.Killed or Measure.Wounded or Measure.Casualties =>
            Invariant($"{node.TownName ?? node.Kind} {time} ({Casualties(measure, node)})"),
        _ => $"{node.Kind}{(node.TownName is { } town ? " " + town : "")} {time}",
    };

    private static int Casualties(Measure measure, IncidentNode node) => measure switch
    {
        Measure.Killed => node.Killed,
        Measure.Wounded => node.Wounded,
        _ => node.Killed + node.Wounded,
    };

    /// <summary>The regions that the measure counts: those below the region of the alert, and none whose descendant is counted.</summary>
    private static HashSet<string> Counted(Region region, RegionCatalog catalog, IReadOnlyList<IncidentNode> evidence)
    {
        var all = evidence.Select(static n => n.Region).Where(code => code != region.Code).ToHashSet(StringComparer.Ordinal);
        var above = all.SelectMany(catalog.AncestorsOf).Where(all.Contains).ToHashSet(StringComparer.Ordinal);
        all.ExceptWith(above);
        return all;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
