using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Grains.Thresholds;
using Alerting.Json;
using Alerting.Reports;
using Alerting.Series;
using Alerting.Server.Access;
using Alerting.Server.Alerts;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Series;

/// <summary>How many alerts were raised over time, for the charts of dashboards.</summary>
internal sealed class AlertSeriesEndpoint(IGrainFactory grains, TimeProvider clock)
{
    private const string Threshold = "threshold";

    private readonly SeriesMemory<Asked, AlertSeries> _memory = new(ApiJson.Wire.AlertSeries);

    private IAlertLedgerGrain Ledger => grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);

    /// <param name="alerts">The group of the alerts, which says who may read them.</param>
    public static void Map(RouteGroupBuilder alerts) =>
        SeriesSpan.Describe(alerts.MapGet("/series", GetAsync))
            .Describe(
                "getAlertSeries", "How many alerts were raised over time",
                "In steps of one length, by the severity with which they were raised; those of the caller's regions.")
            .Query("region", "Codes, each with its subtree.", ParameterSchemas.List(ParameterSchemas.Text()))
            .Query<Severity>("minSeverity", "Only alerts that were raised with this severity or a higher one.")
            .Query(Threshold, "Only alerts of this threshold.")
            .Produces<AlertSeries>();

    private static async Task<IResult> GetAsync(
        HttpContext context, [FromServices] AlertSeriesEndpoint series, [FromServices] RegionCatalog catalog,
        [FromServices] RegionAccess access, string? from, string? to, string? step)
    {
        var filter = AlertFilter.All;
        string? threshold = null;
        if ((SeriesSpan.Read(from, to, step, series.Now, out var span)
            ?? AlertFilter.Parse(context, catalog, out filter)
            ?? Paging.Single(context, Threshold, out threshold)
            ?? await series.UnknownAsync(threshold)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return await series.ReadAsync(span, filter.Within(access.Of(context.User)), threshold) is var (answer, tag)
            ? SeriesAnswers.Of(context, answer, tag)
            : Problems.Invalid(SeriesSpan.TooMuch("alerts"));
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The fault where there has never been such a threshold.</summary>
    private async Task<Fault?> UnknownAsync(string? threshold) =>
        threshold is not null
        && await grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).VersionsAsync(threshold) is { Count: 0 }
            ? new Fault(FaultTypes.UnknownThreshold, $"There is no threshold '{threshold}'.", Threshold)
            : null;

    /// <summary>As the ledger stands, or as was remembered while it stood like this; null where there is too much to count.</summary>
    /// <param name="filter">Within the caller's limits; null: nothing is.</param>
    private async Task<(AlertSeries Series, string Tag)?> ReadAsync(SeriesSpan span, AlertFilter? filter, string? threshold)
    {
        var regions = filter is null ? null : string.Join(',', filter.Regions);
        var head = filter is null ? 0 : await Ledger.HeadAsync();
        var key = new Asked(span.Steps, span.Step.ToString(), regions ?? "-", filter?.MinSeverity ?? Severity.Notice, threshold);
        return await _memory.GetAsync(key, head.ToString(CultureInfo.InvariantCulture), async () =>
        {
            var counted = filter is null
                ? new RaisedCounts(new int[span.Steps.Count * RaisedCounts.Severities], 0)
                : await Ledger.CountRaisedAsync(new RaisedQuery(span.Steps, filter.Regions, filter.MinSeverity, threshold));
            return counted.Counts is null ? null
                : new AlertSeries(
                    span.From, span.To, span.Step,
                    [.. Enumerable.Range(0, span.Steps.Count).Select(index => PointOf(span, counted, index))]);
        });
    }

    private static AlertSeriesPoint PointOf(SeriesSpan span, RaisedCounts counted, int index)
    {
        var at = Instants.FromTicks(span.Steps.StartOf(index));
        if (index < counted.FirstKnown)
        {
            return new AlertSeriesPoint(at, null, null, null, null, null);
        }

        var (notice, warning) = (counted.Of(index, Severity.Notice), counted.Of(index, Severity.Warning));
        var (severe, critical) = (counted.Of(index, Severity.Severe), counted.Of(index, Severity.Critical));
        return new AlertSeriesPoint(at, notice, warning, severe, critical, notice + warning + severe + critical);
    }

    /// <param name="Regions">Codes with commas between, within the caller's limits; a dash where nothing is.</param>
    private sealed record Asked(TimeSteps Steps, string Step, string Regions, Severity MinSeverity, string? Threshold);
}
