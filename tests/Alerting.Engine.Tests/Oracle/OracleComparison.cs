using System.Globalization;
using Alerting.Alerts;
using Alerting.Engine.Names;
using Alerting.Incidents;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>Says in words where the revisions of an engine first differ from those of the oracle.</summary>
internal static class OracleComparison
{
    private const int EvidenceInline = 50;
    private const int DoubtsInline = 50;

    /// <summary>Falls of a level are computed in floating point: instants that follow from one may differ by this many ticks (1 ms).</summary>
    public const long LevelTolerance = TimeSpan.TicksPerMillisecond;

    /// <summary>The first difference; null when there is none. Towns are compared as sets of folded names, reasons by what section 5 fixes of them.</summary>
    public static string? Diff(IReadOnlyList<OracleRevision> expected, IReadOnlyList<Alert> actual)
    {
        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            if (i >= actual.Count)
            {
                return $"Revision #{i} is missing: {expected[i]}";
            }

            if (i >= expected.Count)
            {
                return $"Revision #{i} is not expected: {Show(actual[i])}";
            }

            if (Diff(expected[i], actual[i]) is { } difference)
            {
                return $"Revision #{i} differs: {difference}\n  expected {expected[i]}\n  actual   {Show(actual[i])}";
            }
        }

        return null;
    }

    private static string? Diff(OracleRevision expected, Alert actual)
    {
        var tolerance = expected.Threshold.Measure == Measure.Level ? LevelTolerance : 0;
        return Field("alertId", expected.AlertId, actual.AlertId)
            ?? Field("story", expected.Story, actual.Story)
            ?? Field("revision", expected.Revision, actual.Revision)
            ?? Field("change", expected.Change, actual.Change)
            ?? Field("status", expected.Status, actual.Status)
            ?? Instant("updatedAt", expected.At, actual.UpdatedAt, tolerance)
            ?? Instant("raisedAt", expected.RaisedAt, actual.RaisedAt, tolerance)
            ?? Instant("endedAt", expected.Ended?.At, actual.EndedAt, tolerance)
            ?? Reason(expected, actual)
            ?? Field("threshold.id", expected.Threshold.Id, actual.Threshold.Id)
            ?? Field("threshold.version", expected.Version, actual.Threshold.Version)
            ?? Field("threshold.raisedByVersion", expected.RaisedByVersion, actual.Threshold.RaisedByVersion)
            ?? Field("severity", expected.Threshold.Severity, actual.Severity)
            ?? Field("measure.name", expected.Threshold.Measure, actual.Measure.Name)
            ?? Number("measure.value", expected.Value, actual.Measure.Value)
            ?? Number("measure.certain", expected.Certain, actual.Measure.Certain)
            ?? Field("doubtsCount", expected.Doubts.Count, actual.DoubtsCount)
            ?? Field("doubts", Pairs(expected.Doubts), Pairs(actual.Doubts.Select(d => (d.Earlier, d.Later, d.Reason))))
            ?? Number("measure.atLeast", expected.Threshold.AtLeast, actual.Measure.AtLeast)
            ?? Field("measure.window", expected.Threshold.Window, actual.Measure.Window)
            ?? Instant("measure.from", expected.From, actual.Measure.From)
            ?? Instant("measure.to", expected.To, actual.Measure.To)
            ?? (expected.Expected is { } rate ? Number("measure.expected", rate, actual.Measure.Expected ?? 0) : null)
            ?? (expected.Expected is { } mean ? Number("measure.probability", PoissonTail(expected.Evidence.Count, mean), actual.Measure.Probability ?? 0) : null)
            ?? Field("towns", Names(expected.Towns), Names(actual.Towns))
            ?? Field("townsCount", expected.TownsCount, actual.TownsCount)
            ?? Field("evidenceCount", expected.Evidence.Count, actual.EvidenceCount)
            ?? Evidence(expected.Evidence, actual.Evidence)
            ?? Field("acknowledged.by", expected.Acknowledged?.By, actual.Acknowledged?.By)
            ?? Field("acknowledged.note", expected.Acknowledged?.Note, actual.Acknowledged?.Note)
            ?? (expected.AcknowledgedValue is { } known
                ? Number("acknowledged.value", known, actual.Acknowledged?.Value ?? 0)
                : Field("acknowledged.value", null, actual.Acknowledged?.Value))
            ?? Field("by", expected.By, actual.By)
            ?? Instant("at", expected.By is null ? null : expected.At, actual.At, tolerance)
            ?? Field("comment", expected.Comment, actual.Comment)
            ?? Field("assignee", expected.Assignee, actual.Assignee)
            ?? Field("disposition", expected.Disposition, actual.Disposition)
            ?? Field("quietSources", string.Join(", ", expected.Quiet ?? []), string.Join(", ", actual.QuietSources ?? []))
            ?? Field("quietSourcesCount", expected.Quiet?.Count, actual.QuietSourcesCount)
            ?? Field("rarity", expected.Rarity, actual.Rarity)
            ?? Instant("heldSince", expected.HeldSince, actual.HeldSince, tolerance)
            ?? Instant("acknowledged.at", expected.Acknowledged?.At.UtcTicks, actual.Acknowledged?.At, tolerance)
            ?? (string.IsNullOrWhiteSpace(actual.Explanation) ? "explanation is empty" : null);
    }

    /// <summary>Probability of at least <paramref name="count"/> events where <paramref name="mean"/> are expected.</summary>
    public static double PoissonTail(int count, double mean)
    {
        if (count == 0)
        {
            return 1;
        }

        var term = Math.Exp(-mean);
        for (var k = 1; k <= count; k++)
        {
            term *= mean / k;
        }

        var tail = 0.0;
        for (var k = count + 1; k <= count + 1_000; k++)
        {
            tail += term;
            term *= mean / k;
        }

        return tail;
    }

    private static string? Evidence(IReadOnlyList<Incident> expected, IReadOnlyList<EvidenceItem> actual)
    {
        var shown = expected.Take(EvidenceInline).ToList();
        if (shown.Count != actual.Count)
        {
            return $"evidence holds {actual.Count} items instead of {shown.Count}";
        }

        for (var i = 0; i < shown.Count; i++)
        {
            var (left, right) = (shown[i], actual[i]);
            var difference = Field("incidentId", left.IncidentId, right.IncidentId)
                ?? Field("region", left.Region, right.Region)
                ?? Field("kind", left.Kind, right.Kind)
                ?? Field("town", left.Town, right.Town)
                ?? Instant("occurredAt", left.OccurredAt, right.OccurredAt)
                ?? Field("killed", left.Killed, right.Killed)
                ?? Field("wounded", left.Wounded, right.Wounded)
                ?? Number("gradeFactor", left.GradeFactor, right.GradeFactor)
                ?? Field("sources", string.Join(", ", left.Sources), string.Join(", ", right.Sources));
            if (difference is not null)
            {
                return $"evidence[{i}] ({left.IncidentId}).{difference}";
            }
        }

        return null;
    }

    private static string? Reason(OracleRevision expected, Alert actual) => expected switch
    {
        { Change: AlertChange.Cancelled } => string.IsNullOrWhiteSpace(actual.Reason) ? "a cancelled alert names no correction" : null,
        { Reason: null } => actual.Reason == "threshold-changed" ? Field("reason", null, actual.Reason) : null,
        _ => Field("reason", expected.Reason, actual.Reason),
    };

    private static string Pairs(IEnumerable<(string Earlier, string Later, DoubtReason Reason)> doubts) =>
        string.Join(", ", doubts.Take(DoubtsInline).Select(d => $"{d.Earlier} {d.Later} {d.Reason}").Order(StringComparer.Ordinal));

    private static string Names(IEnumerable<string> towns) => string.Join(", ", towns.Select(NameFolding.Fold).Distinct().Order(StringComparer.Ordinal));

    private static string? Field(string name, object? expected, object? actual) =>
        Equals(expected, actual) ? null : $"{name} is {actual ?? "null"} instead of {expected ?? "null"}";

    private static string? Number(string name, double expected, double actual) =>
        Math.Abs(expected - actual) <= 1e-9 * Math.Max(1e-3, Math.Abs(expected))
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{name} is {actual:R} instead of {expected:R}");

    private static string? Instant(string name, long? expected, DateTimeOffset? actual, long tolerance = 0) =>
        (expected, actual?.UtcTicks) switch
        {
            (null, null) => null,
            ({ } left, { } right) when Math.Abs(left - right) <= tolerance => null,
            var (left, right) => $"{name} is {Show(right)} instead of {Show(left)}",
        };

    private static string Show(long? ticks) => ticks is { } at ? Instants.Format(Instants.FromTicks(at)) : "null";

    private static string Show(Alert alert) =>
        $"{Instants.Format(alert.UpdatedAt)} {alert.AlertId} r{alert.Revision} {alert.Change} v{alert.Threshold.Version} {alert.Measure.Name}={alert.Measure.Value}/{alert.Measure.Certain} to {Show(alert.Measure.To?.UtcTicks)} [{string.Join(", ", alert.Evidence.Select(e => e.IncidentId))}] {alert.Reason}".TrimEnd();
}
