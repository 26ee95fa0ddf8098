using System.Globalization;
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
        var within = threshold.Window is { } window ? $" within {window.ToWords()}" : "";
        return threshold.Measure switch
        {
            Measure.Incidents => $"At least {amount} incidents{within}{Of(threshold.Match)}",
            Measure.Towns => $"Incidents in at least {amount} towns{within}{Of(threshold.Match)}",
            Measure.Regions => $"Incidents in at least {amount} regions below{within}{Of(threshold.Match)}",
            Measure.Killed => $"At least {amount} killed{within}{Of(threshold.Match)}",
            Measure.Wounded => $"At least {amount} wounded{within}{Of(threshold.Match)}",
            Measure.Casualties => $"At least {amount} killed or wounded{within}{Of(threshold.Match)}",
            Measure.Weight => $"Incidents of a weight of at least {amount} in all{within}{Of(threshold.Match)}",
            Measure.Surge => $"At least {amount} times as many incidents{within} as the {Baseline(threshold)} before let expect"
                + Of(threshold.Match),
            Measure.Level => $"A level of {LevelName(threshold.AtLeast)} or higher",
            Measure.Sequence => $"Incidents one after the other{within}: {Steps(threshold.Steps ?? [])}{Of(threshold.Match)}",
            Measure.Quiet => $"At least {amount} sources that say nothing for {threshold.Window?.ToWords()}, "
                + $"having sent {threshold.MinReports} reports or more in the {Baseline(threshold)} before",
            _ => throw new ArgumentOutOfRangeException(nameof(threshold), threshold.Measure, null),
        };
    }

    /// <summary>Where it looks, such as "IQ, SE; each region by itself".</summary>
    public static string Where(Scope scope)
    {
        var regions = scope.Regions.Contains("*") ? "all regions" : Named(scope.Regions, ", ");
        return scope.Depth == Depth.Leaf ? $"{regions}; each region by itself" : $"{regions}; with all below as one";
    }

    /// <summary>Which incidents a filter lets pass; everything: "any incident".</summary>
    public static string Incidents(Match match) => Conditions(match) is { Length: > 0 } conditions ? conditions : "any incident";

    /// <summary>How many alerts it brings, such as "1, at most 3 in nine weeks of ten; 12 a year by chance".</summary>
    /// <param name="odds">Null where it is not known.</param>
    public static string Load(ThresholdOdds? odds)
    {
        if (odds?.PerWeek is not { } perWeek)
        {
            return "\u2013";
        }

        var chance = odds.ByChance.PerYear is { } perYear
            ? string.Create(CultureInfo.InvariantCulture, $"; {perYear:0.#} a year by chance") : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{perWeek.Median:0.#}, at most {perWeek.P90:0.#} in nine weeks of ten{chance}");
    }

    /// <summary>With at most six decimals, as few as need be.</summary>
    public static string Figure(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Of(Match match) => Conditions(match) is { Length: > 0 } conditions ? $"; only {conditions}" : "";

    private static string Conditions(Match match)
    {
        string[] conditions =
        [
            Named([.. match.Families.Select(EnumNames.ToName), .. match.Kinds], " or "),
            match.Towns.Count == 0 ? "" : $"in {Named(match.Towns, " or ")}",
            match.Actors.Count == 0 ? "" : $"by {Named(match.Actors, " or ")}",
            match.MinGradeFactor == 0 ? "" : $"graded {Figure(match.MinGradeFactor)} or better",
        ];
        return string.Join(", ", conditions.Where(static condition => condition.Length > 0));
    }

    private static string Named(IReadOnlyList<string> items, string between) => items.Count <= MaxNamed
        ? string.Join(between, items) : $"{string.Join(between, items.Take(MaxNamed))}{between}{items.Count - MaxNamed} more";

    private static string Steps(IReadOnlyList<Match> steps) => string.Join(", then ", steps.Select(Incidents));

    private static string Baseline(ThresholdView threshold) => (threshold.Baseline ?? Duration.Parse("P28D")).ToWords();

    private static string LevelName(double number) => number is >= 1 and <= 5 && Enum.IsDefined((ThreatLevel)number)
        ? $"{number:0} ({EnumNames.ToName((ThreatLevel)number)})" : Figure(number);
}
