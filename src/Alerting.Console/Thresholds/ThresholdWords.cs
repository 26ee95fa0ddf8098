using Alerting.Backtests;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>What a threshold watches for, as one would tell a colleague.</summary>
internal static class ThresholdWords
{
    /// <summary>Items of a list that are named; of more it is said how many they are.</summary>
    private const int MaxNamed = 8;

    /// <summary>A sentence without its full stop, such as "At least 3 towns hit within 2 h".</summary>
    public static string Watches(ThresholdView threshold)
    {
        var amount = Figure(threshold.AtLeast);
        var within = threshold.Window is { } window ? Spoken.Of(" within {0}", Spoken.Length(window)) : "";
        return threshold.Measure switch
        {
            Measure.Incidents => Spoken.Of("At least {0} incidents", amount) + within + Of(threshold.Match),
            Measure.Towns => Spoken.Of("Incidents in at least {0} towns", amount) + within + Of(threshold.Match),
            Measure.Regions => Spoken.Of("Incidents in at least {0} regions below", amount) + within + Of(threshold.Match),
            Measure.Killed => Spoken.Of("At least {0} killed", amount) + within + Of(threshold.Match),
            Measure.Wounded => Spoken.Of("At least {0} wounded", amount) + within + Of(threshold.Match),
            Measure.Casualties => Spoken.Of("At least {0} killed or wounded", amount) + within + Of(threshold.Match),
            Measure.Weight => Spoken.Of("Incidents of a weight of at least {0} in all", amount) + within + Of(threshold.Match),
            Measure.Surge => Spoken.Of(
                "At least {0} times as many incidents{1} as the {2} before let expect", amount, within, Baseline(threshold))
                + Of(threshold.Match),
            Measure.Level => Spoken.Of("A level of {0} or higher", LevelName(threshold.AtLeast)),
            Measure.Sequence => Spoken.Of("Incidents one after the other") + within + Spoken.Language.Colon + Steps(threshold.Steps ?? [])
                + Of(threshold.Match),
            Measure.Quiet => Spoken.Of(
                "At least {0} sources that say nothing for {1}, having sent {2} reports or more in the {3} before", amount,
                threshold.Window is { } silence ? Spoken.Length(silence) : "", threshold.MinReports, Baseline(threshold)),
            _ => throw new ArgumentOutOfRangeException(nameof(threshold), threshold.Measure, null),
        };
    }

    /// <summary>Where it looks, such as "IQ, SE; each region by itself".</summary>
    public static string Where(Scope scope)
    {
        var regions = scope.Regions.Contains("*") ? Spoken.Of("all regions") : Named(scope.Regions, Spoken.Language.Comma);
        return scope.Depth == Depth.Leaf
            ? Spoken.Of("{0}; each region by itself", regions) : Spoken.Of("{0}; with all below as one", regions);
    }

    /// <summary>Which incidents a filter lets pass; everything: "any incident".</summary>
    public static string Incidents(Match match) => Conditions(match) is { Length: > 0 } conditions ? conditions : Spoken.Of("any incident");

    /// <summary>How many alerts it brings, such as "1, at most 3 in nine weeks of ten; 12 a year by chance".</summary>
    /// <param name="odds">Null where it is not known.</param>
    public static string Load(ThresholdOdds? odds)
    {
        if (odds?.PerWeek is not { } perWeek)
        {
            return "\u2013";
        }

        var chance = odds.ByChance.PerYear is { } perYear
            ? Spoken.Of("; {0:0.#} a year by chance", perYear) : "";
        return Spoken.Of("{0:0.#}, at most {1:0.#} in nine weeks of ten", perWeek.Median, perWeek.P90) + chance;
    }

    /// <summary>With at most six decimals, as few as need be.</summary>
    public static string Figure(double value) => Spoken.Number(value, "0.######");

    private static string Or => Spoken.Of(" or ");

    private static string Of(Match match) => Conditions(match) is { Length: > 0 } conditions ? Spoken.Of("; only {0}", conditions) : "";

    private static string Conditions(Match match)
    {
        string[] conditions =
        [
            Named([.. match.Families.Select(Spoken.Name), .. match.Kinds], Or),
            match.Towns.Count == 0 ? "" : Spoken.Of("in {0}¦towns", Named(match.Towns, Or)),
            match.Actors.Count == 0 ? "" : Spoken.Of("by {0}¦actors", Named(match.Actors, Or)),
            match.MinGradeFactor == 0 ? "" : Spoken.Of("graded {0} or better", Figure(match.MinGradeFactor)),
        ];
        return Spoken.List(conditions.Where(static condition => condition.Length > 0));
    }

    private static string Named(IReadOnlyList<string> items, string between) => items.Count <= MaxNamed
        ? string.Join(between, items) : string.Join(between, items.Take(MaxNamed)) + between + Spoken.Of("{0} more",
            items.Count - MaxNamed);

    private static string Steps(IReadOnlyList<Match> steps) => string.Join(Spoken.Of(", then "), steps.Select(Incidents));

    private static string Baseline(ThresholdView threshold) => Spoken.Length(threshold.Baseline ?? Duration.Parse("P28D"));

    private static string LevelName(double number) => number is >= 1 and <= 5 && Enum.IsDefined((ThreatLevel)number)
        ? Spoken.Of("{0:0} ({1})", number, Spoken.Name((ThreatLevel)number)) : Figure(number);
}
