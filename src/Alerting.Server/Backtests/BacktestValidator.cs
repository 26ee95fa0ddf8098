using System.Text.Json;
using Alerting.Alerts;
using Alerting.Backtests;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.Thresholds;
using Alerting.Thresholds;

namespace Alerting.Server.Backtests;

/// <summary>
/// Reads the settings of a backtest; its reports are read by <see cref="GivenReports"/>. Safe for concurrent use.
/// </summary>
internal sealed class BacktestValidator(ThresholdValidator thresholds, RegionCatalog regions)
{
    /// <summary>Name of the member with the reports.</summary>
    public const string Reports = "reports";

    /// <param name="body">The whole body, or the first line of an NDJSON body.</param>
    /// <param name="reportsFollow">Whether the reports follow on lines of their own.</param>
    /// <exception cref="RefusedException">It is not what it may be.</exception>
    public BacktestRequest Read(JsonElement body, bool reportsFollow)
    {
        Body.Check(body, ApiJson.Wire.BacktestBody, opaque: typeof(BacktestReportBody));
        var settings = body.Deserialize(ApiJson.Wire.BacktestSettings)!;
        if ((settings.Thresholds is null) == (settings.ThresholdIds is null))
        {
            throw settings.Thresholds is null
                ? new RefusedException(new Fault(FaultTypes.MissingField, "thresholds or thresholdIds are required", "$.thresholds"))
                : RefusedException.Invalid("$.thresholdIds", "cannot be named where thresholds are given");
        }

        CheckReports(body.TryGetProperty(Reports, out var reports) && reports.ValueKind != JsonValueKind.Null, settings, reportsFollow);
        if (settings.Regions is { Count: > 0 } codes)
        {
            ThresholdValidator.CheckRegions(codes, "$.regions", regions);
        }

        return settings.To < settings.From
            ? throw RefusedException.Invalid("$.to", "must not be before from")
            : new BacktestRequest(
                Drafts(settings.Thresholds ?? []), settings.ThresholdIds ?? [], settings.Regions,
                new BacktestPeriod(settings.From?.UtcTicks ?? 0, settings.To?.UtcTicks), settings.Clock ?? HistoryClock.Recorded,
                ActsOf(settings));
    }

    private IReadOnlyList<TimedAct>? ActsOf(BacktestSettings settings)
    {
        if (settings.Acts is null)
        {
            return null;
        }

        if (settings.Regions is not null)
        {
            throw RefusedException.Invalid("$.acts", "can only be given with reports");
        }

        return
        [
            .. settings.Acts.Select((act, index) => new TimedAct(
                index,
                AlertIds.RegionOf(act.AlertId) is { } region && regions.TryGet(region, out _)
                    ? region
                    : throw RefusedException.Invalid(JsonPath.Item("$.acts", index) + ".alertId", "must be region.threshold.ordinal"),
                act.At.UtcTicks,
                new AlertActInput(
                    act.AlertId, act.By ?? "desk",
                    act.Act == BacktestAct.Acknowledge ? new AcknowledgeAct(act.Note) : new UnacknowledgeAct()))),
        ];
    }

    private static void CheckReports(bool hasReports, BacktestSettings settings, bool reportsFollow)
    {
        var hasRegions = settings.Regions is not null;
        if (settings.Clock is not null && (reportsFollow || hasReports))
        {
            throw RefusedException.Invalid(
                "$.clock", "cannot be stated where reports are given: each counts at its receivedAt or occurredAt");
        }

        if (reportsFollow && (hasReports || hasRegions))
        {
            throw RefusedException.Invalid(
                hasReports ? "$.reports" : "$.regions", "cannot be stated in the first line: the reports follow, one a line");
        }

        if (hasReports && hasRegions)
        {
            throw RefusedException.Invalid("$.regions", "cannot be named where reports are given");
        }

        if (!reportsFollow && !hasReports && !hasRegions)
        {
            throw new RefusedException(new Fault(FaultTypes.MissingField, "reports or regions are required", "$.reports"));
        }
    }

    private List<Threshold> Drafts(IReadOnlyList<DraftBody> bodies)
    {
        var drafts = new List<Threshold>(bodies.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var body in bodies)
        {
            var path = JsonPath.Item("$.thresholds", drafts.Count);
            drafts.Add(thresholds.Validate(body, path));
            if (!ids.Add(body.Id))
            {
                throw new RefusedException(new Fault(FaultTypes.InvalidField, $"threshold '{body.Id}' is given twice", path + ".id"));
            }
        }

        return drafts;
    }
}
