using Alerting.Access;
using Alerting.Engine.Regions;
using Alerting.Grains.Series;
using Alerting.Json;
using Alerting.Series;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Alerting.Server.Regions;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.Series;

/// <summary>How a region went over time, for the charts of dashboards.</summary>
internal sealed class RegionSeriesEndpoint(RegionBoard board, RegionGrains grains, TimeProvider clock)
{
    private readonly SeriesMemory<(string Code, TimeSteps Steps, string Step, RegionSeriesFields Fields), RegionSeries> _memory =
        new(ApiJson.Wire.RegionSeries);

    public static void Map(RouteGroupBuilder regions) =>
        SeriesSpan.Describe(regions.MapGet("/{code}/series", GetAsync))
            .RequireRegion(Role.Dashboard)
            .Describe(
                "getRegionSeries", "How a region went over time",
                "In steps of one length: the highest level that it showed, and, on the facts known now, its highest score, its incidents "
                    + "and those killed in them, those of the regions below included.")
            .Query(
                RegionSeriesFieldNames.Parameter, "Which of level, score, incidents and killed; all when absent.",
                ParameterSchemas.List(ParameterSchemas.Text()))
            .Produces<RegionSeries>();

    private static async Task<IResult> GetAsync(
        HttpContext context, string code, [FromServices] RegionSeriesEndpoint series, [FromServices] RegionCatalog catalog,
        string? from, string? to, string? step)
    {
        if (RegionEndpoints.Refuse(code, catalog) is { } refused)
        {
            return refused;
        }

        var fields = RegionSeriesFields.All;
        if ((SeriesSpan.Read(from, to, step, series.Now, out var span) ?? RegionSeriesFieldNames.Read(context, out fields)) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return await series.ReadAsync(code, span, fields, context.RequestAborted) is var (answer, tag)
            ? SeriesAnswers.Of(context, answer, tag)
            : Problems.Invalid(SeriesSpan.TooMuch("incidents"));
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>As the region stands, or as was remembered while it stood like this; null where there is too much to count.</summary>
    private async Task<(RegionSeries Series, string Tag)?> ReadAsync(
        string code, SeriesSpan span, RegionSeriesFields fields, CancellationToken cancellationToken)
    {
        // The tag of the state changes with every change of the region, and with every minute as long as anything decays: until then no
        // incident that is dated ahead comes to pass.
        var state = await board.ShowAsync(code, cancellationToken);
        var minute = Now.UtcTicks - (Now.UtcTicks % TimeSpan.TicksPerMinute);
        var through = Math.Max(minute, state.View.AsOf?.UtcTicks ?? 0);
        return await _memory.GetAsync((code, span.Steps, span.Step.ToString(), fields), state.Tag, async () =>
        {
            var query = new RegionSeriesQuery(
                span.Steps, through, Has(RegionSeriesFields.Level), Has(RegionSeriesFields.Score),
                Has(RegionSeriesFields.Incidents | RegionSeriesFields.Killed));
            return (await grains[code].GetSeriesAsync(query)).Steps is { } steps
                ? new RegionSeries(code, span.From, span.To, span.Step, [.. steps.Select(PointOf)])
                : null;
        });

        bool Has(RegionSeriesFields any) => (fields & any) != RegionSeriesFields.None;

        RegionSeriesPoint PointOf(SeriesStep step, int index) => new(
            Instants.FromTicks(span.Steps.StartOf(index)), step.Level, (int?)step.Level, step.Score,
            Has(RegionSeriesFields.Incidents) ? step.Incidents : null, Has(RegionSeriesFields.Killed) ? step.Killed : null);
    }
}
