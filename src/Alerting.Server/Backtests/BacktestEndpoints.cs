using System.Text.Json;
using Alerting.Engine.Names;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Server.OpenApi.Bodies;
using Alerting.Server.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Alerting.Server.Backtests;

/// <summary>POST /backtests: what thresholds would have done.</summary>
internal static class BacktestEndpoints
{
    private static readonly string[] s_parts = ["revisions", "levels"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/backtests", PostAsync)
            .RequireAuthorization(Roles.Operator)
            .WithTags(Tags.Thresholds)
            .Describe(
                "runBacktest",
                "What would these thresholds have done?",
                "Runs reports, given or stored, through the engine that runs live, in a clock of their own, and tells the alerts and levels. "
                + "As application/x-ndjson the first line is the request without reports; the reports follow, one a line, as many as you like. "
                + "Thresholds run as if enabled. Changes nothing.")
            .Query("include", "What the answer holds besides the alerts; both when absent.",
                ParameterSchemas.List(ParameterSchemas.Name("BacktestPart", s_parts)))
            .Accepts<BacktestDescription>("application/json", ReportEndpoints.Ndjson)
            .LinesAreAlso<BacktestReportDescription>()
            .Example(Examples.Backtest)
            .Produces<BacktestAnswer>();

    private static async Task<IResult> PostAsync(
        HttpContext context,
        [FromServices] BacktestGate gate,
        [FromServices] BacktestParser parser,
        [FromServices] BacktestRunner runner,
        string? include)
    {
        if (Parts(include, out var parts) is { } fault)
        {
            return Problems.Invalid(fault);
        }

        return MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals(ReportEndpoints.Ndjson, StringComparison.OrdinalIgnoreCase)
            ? await PostLinesAsync(context, gate, parser, runner, parts)
            : await PostBodyAsync(context, gate, parser, runner, parts);
    }

    private static async Task<IResult> PostBodyAsync(
        HttpContext context, BacktestGate gate, BacktestParser parser, BacktestRunner runner, BacktestParts parts)
    {
        if (await RequestBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, RequestBody.TooLarge);
        }

        if (MalformedJson.Find(body.Span) is { } malformed)
        {
            return Problems.Invalid(malformed);
        }

        using var document = JsonDocument.Parse(body);
        var parsed = parser.Parse(document.RootElement, reportsFollow: false);
        if (parsed.Request is not { } request)
        {
            return Problems.Invalid(parsed.Fault!);
        }

        return await gate.RunAsync(context, ending => request.Regions is null
            ? runner.RunAsync(request, parts, document.RootElement.GetProperty(BacktestParser.Reports), ending)
            : runner.RunAsync(request, parts, context.User, ending));
    }

    private static async Task<IResult> PostLinesAsync(
        HttpContext context, BacktestGate gate, BacktestParser parser, BacktestRunner runner, BacktestParts parts)
    {
        GuardedBody.Allow(context, context.RequestServices.GetRequiredService<IOptions<BacktestOptions>>().Value.MaxUploadDuration);
        var (parsed, lines, refusal) = await ReadFirstLineAsync(context, parser);
        if (refusal is not null)
        {
            return refusal;
        }

        if (parsed.Request is not { } request)
        {
            return Problems.Invalid(parsed.Fault!);
        }

        var room = context.RequestServices.GetRequiredService<SpoolRoom>();
        await using var spool = new LineSpool(context.RequestServices.GetRequiredService<TemporaryFiles>(), room, lines);
        if (!await spool.TakeAsync(RequestPipe.Of(context.Request), context.RequestAborted))
        {
            return spool.IsTooLarge
                ? Problems.Of(StatusCodes.Status413PayloadTooLarge, new Fault(FaultTypes.BodyTooLarge, $"The lines of a backtest have at most {room.Size} bytes."))
                : BacktestGate.Full(context, "So many lines wait for their backtests that there is no room for these.");
        }

        return await gate.RunAsync(context, ending => runner.RunAsync(request, parts, spool, ending));
    }

    /// <summary>The request itself, and how many lines of the body it ends.</summary>
    private static async Task<(ParsedBacktest Parsed, long Lines, IResult? Refusal)> ReadFirstLineAsync(HttpContext context, BacktestParser parser)
    {
        using var reader = new NdjsonReader(RequestPipe.Of(context.Request));
        var first = new List<NdjsonLine>(1);
        if (!await reader.ReadBatchAsync(first, 1, context.RequestAborted))
        {
            return (default, 0, Problems.Invalid(new Fault(FaultTypes.MissingField, "the first line must be the request without reports", "$")));
        }

        if (first[0].TooLong)
        {
            return (default, 0, Problems.Of(StatusCodes.Status413PayloadTooLarge, new Fault(
                FaultTypes.LineTooLong, $"the first line is longer than the {NdjsonReader.DefaultMaxLineLength} bytes that are read")));
        }

        var line = first[0].Utf8;
        if (MalformedJson.Find(line.Span) is { } malformed)
        {
            return (default, 0, Problems.Invalid(malformed));
        }

        using var document = JsonDocument.Parse(line);
        return (parser.Parse(document.RootElement, reportsFollow: true), first[0].LineNumber, null);
    }

    private static Fault? Parts(string? include, out BacktestParts parts)
    {
        parts = new BacktestParts(true, true);
        if (include is null)
        {
            return null;
        }

        var names = include.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        parts = new BacktestParts(names.Contains("revisions", StringComparer.Ordinal), names.Contains("levels", StringComparer.Ordinal));
        return Array.Find(names, static name => !s_parts.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? new Fault(FaultTypes.InvalidField, $"'{NearestName.Shown(unknown)}' is not valid for ?include=, which takes revisions and levels.", "include")
            : null;
    }
}
