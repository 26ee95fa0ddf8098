using Alerting.Access;
using Alerting.Backtests;
using Alerting.Engine.Names;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Server.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Alerting.Server.Backtests;

/// <summary>POST /backtests: what thresholds would have done.</summary>
internal static class BacktestEndpoints
{
    private static readonly string[] s_parts = ["revisions", "levels", "odds"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/backtests", PostAsync)
            .RequireAccess(Role.Operator)
            .WithTags(Tags.Thresholds)
            .Describe(
                "runBacktest",
                "What would these thresholds have done?",
                "Runs reports, given or stored, through the engine that runs live, in a clock of their own, and tells the alerts and "
                + "levels. As application/x-ndjson the first line is the request without reports; the reports follow, one a line, as many "
                + "as you like. "
                + "Thresholds run as if enabled. Changes nothing.")
            .Query("include", "What the answer holds besides the alerts; revisions and levels when absent.",
                ParameterSchemas.List(ParameterSchemas.Name("BacktestPart", s_parts)))
            .Accepts<BacktestBody>("application/json", ReportEndpoints.Ndjson)
            .LinesAreAlso<BacktestReportBody>()
            .Example(Examples.Backtest)
            .Produces<BacktestAnswer>();

    private static async Task<IResult> PostAsync(
        HttpContext context,
        [FromServices] BacktestGate gate,
        [FromServices] BacktestValidator validator,
        [FromServices] BacktestRunner runner,
        string? include)
    {
        if (Parts(include, out var parts) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && type.MediaType.Equals(ReportEndpoints.Ndjson, StringComparison.OrdinalIgnoreCase)
            ? await PostLinesAsync(context, gate, validator, runner, parts)
            : await PostBodyAsync(context, gate, validator, runner, parts);
    }

    private static async Task<IResult> PostBodyAsync(
        HttpContext context, BacktestGate gate, BacktestValidator validator, BacktestRunner runner, BacktestParts parts)
    {
        using var document = Body.ParseDocument(await Body.BytesAsync(context));
        var request = validator.Read(document.RootElement, reportsFollow: false);
        return await gate.RunAsync(context, ending => request.Regions is null
            ? runner.RunAsync(request, parts, document.RootElement.GetProperty(BacktestValidator.Reports), context.User, ending)
            : runner.RunAsync(request, parts, context.User, ending));
    }

    private static async Task<IResult> PostLinesAsync(
        HttpContext context, BacktestGate gate, BacktestValidator validator, BacktestRunner runner, BacktestParts parts)
    {
        GuardedBody.Allow(context, context.RequestServices.GetRequiredService<IOptions<BacktestOptions>>().Value.MaxUploadDuration);
        var (request, lines) = await ReadFirstLineAsync(context, validator);
        var room = context.RequestServices.GetRequiredService<SpoolRoom>();
        await using var spool = new LineSpool(context.RequestServices.GetRequiredService<TemporaryFiles>(), room, lines);
        if (!await spool.TakeAsync(RequestPipe.Of(context.Request), context.RequestAborted))
        {
            return spool.IsTooLarge
                ? Problems.Of(StatusCodes.Status413PayloadTooLarge,
                    new Fault(FaultTypes.BodyTooLarge, $"The lines of a backtest have at most {room.Size} bytes."))
                : BacktestGate.Full(context, "So many lines wait for their backtests that there is no room for these.");
        }

        return await gate.RunAsync(context, ending => runner.RunAsync(request, parts, spool, context.User, ending));
    }

    /// <summary>The request itself, and how many lines of the body it ends.</summary>
    private static async Task<(BacktestRequest Request, long Lines)> ReadFirstLineAsync(HttpContext context, BacktestValidator validator)
    {
        using var reader = new NdjsonReader(RequestPipe.Of(context.Request));
        var first = new List<NdjsonLine>(1);
        if (!await reader.ReadBatchAsync(first, 1, context.RequestAborted))
        {
            throw new RefusedException(new Fault(FaultTypes.MissingField, "the first line must be the request without reports", "$"));
        }

        if (first[0].TooLong)
        {
            throw new RefusedException(
                new Fault(FaultTypes.LineTooLong,
                    $"the first line is longer than the {NdjsonReader.DefaultMaxLineLength} bytes that are read"),
                StatusCodes.Status413PayloadTooLarge);
        }

        using var document = Body.ParseDocument(first[0].Utf8);
        return (validator.Read(document.RootElement, reportsFollow: true), first[0].LineNumber);
    }

    private static Fault? Parts(string? include, out BacktestParts parts)
    {
        parts = new BacktestParts(true, true, false);
        if (include is null)
        {
            return null;
        }

        var names = include.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        parts = new BacktestParts(Asked("revisions"), Asked("levels"), Asked("odds"));
        return Array.Find(names, static name => !s_parts.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? new Fault(FaultTypes.InvalidField,
                $"'{NearestName.Shown(unknown)}' is not valid for ?include=, which takes {string.Join(", ", s_parts)}.", "include")
            : null;

        bool Asked(string part) => names.Contains(part, StringComparer.Ordinal);
    }
}
