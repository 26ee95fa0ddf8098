using Alerting.Inhibitions;
using Alerting.Notifications.Inhibitions;
using Alerting.Thresholds;

namespace Alerting.Notifications.Tests.Inhibitions;

/// <summary>Inhibitions, and alerts that are open, in regions that lie in each other as their names do: A/B/C lies in A/B.</summary>
internal static class InhibitionSample
{
    public static Inhibition Rule(
        string? source = null, string? target = null, InhibitionPlace where = InhibitionPlace.Same,
        Severity minSeverity = Severity.Notice, Severity maxSeverity = Severity.Critical, params string[] regions) => new()
        {
            Source = new InhibitionSource { Thresholds = source is null ? [] : [source], MinSeverity = minSeverity },
            Target = new InhibitionTarget { Thresholds = target is null ? [] : [target], MaxSeverity = maxSeverity },
            Where = where,
            Regions = regions,
        };

    public static InhibitionSet Set(params Inhibition[] rules) => new([.. rules.Select(static (rule, i) => ($"r{i}", rule))], AncestorsOf);

    public static OpenAlert Alert(string region, string threshold, long seq, Severity severity = Severity.Severe, int ordinal = 1) =>
        new($"{region}.{threshold}.{ordinal}", region, threshold, severity, seq);

    public static OpenAlerts Open(params OpenAlert[] alerts) => OpenAlerts.None.With(alerts.Length, [], alerts);

    public static IEnumerable<string> AncestorsOf(string region)
    {
        while (region.LastIndexOf('/') is > 0 and var end)
        {
            yield return region = region[..end];
        }
    }

    /// <summary>Each alert with what holds it back, in the order in which they were raised.</summary>
    public static string[] Verdicts(InhibitionSet rules, params OpenAlert[] alerts)
    {
        var active = rules.Over(Open(alerts));
        return [.. alerts.OrderBy(static alert => alert.Seq).Select(alert => $"{alert.AlertId}: {Shown(active, alert)}")];
    }

    public static string Shown(ActiveInhibitions active, OpenAlert alert) =>
        active.Over(alert.AlertId, alert.Region, alert.Threshold, alert.Severity) is { } by
            ? $"{by.Inhibition} {by.Source.AlertId}" : "passes";
}
