using System.Globalization;
using System.Text;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Alerts;

/// <summary>Puts in words which sources are quiet, and which are no longer expected to report.</summary>
internal static class QuietWords
{
    private const int MaxNamed = 8;

    /// <summary>"2 sources have said nothing of Al Anbār for 6 h or longer".</summary>
    public static string Measure(Threshold threshold, Region region, AlertFacts facts)
    {
        var silence = $"said nothing of {region.Name} for {threshold.Window!.Value.ToWords()} or longer";
        return facts.Quiet is not { Count: > 0 and var count } ? $"No source that is expected to report has {silence}"
            : count == 1 ? $"1 source has {silence}"
            : string.Create(CultureInfo.InvariantCulture, $"{count} sources have {silence}");
    }

    /// <summary>"of those with 5 reports within 28 days before".</summary>
    public static string Condition(Threshold threshold) => string.Create(
        CultureInfo.InvariantCulture,
        $"of those with {threshold.MinReports} {(threshold.MinReports == 1 ? "report" : "reports")} ")
        + $"within {threshold.Baseline!.Value.ToWords()} before";

    /// <summary>Appends the names of the sources, each with when it was last heard; nothing for other measures.</summary>
    public static void AppendNames(StringBuilder text, AlertFacts facts, InstantWords instants)
    {
        var quiet = facts.Quiet ?? [];
        var dated = quiet.Any(source => instants.IsOfAnotherDay(source.LastReportAt.UtcTicks));
        var named = quiet.Take(MaxNamed)
            .Select(source => $"{source.Source}, last heard {instants.Write(source.LastReportAt.UtcTicks, dated)}");
        text.Append(quiet.Count > 0 ? ": " : "").AppendJoin("; ", named);
        AppendMore(text, quiet.Count);
        if (facts.GivenUp.Count > 0)
        {
            text.Append("; silent for too long to be expected any more: ").AppendJoin(", ", facts.GivenUp.Take(MaxNamed));
            AppendMore(text, facts.GivenUp.Count);
        }
    }

    private static void AppendMore(StringBuilder text, int count)
    {
        if (count > MaxNamed)
        {
            text.Append(CultureInfo.InvariantCulture, $" and {count - MaxNamed} more");
        }
    }
}
