using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Alerting.Engine;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Json;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Benchmarks;

/// <summary>
/// The floor of POST /reports: reads and parses as the product does, with the product's own parser, and answers in its
/// form without having done anything. It asks for no key, keeps no metrics and stores nothing. Beside it a feed that
/// gives whatever is posted to all who listen.
/// </summary>
internal static class NothingServer
{
    public const string Command = "serve-nothing";

    private static readonly ReportParser s_parser = new(RegionCatalog.Iso, KindCatalog.Shipped);

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{arguments.Number(0, 0, 0)}"));
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
        });
        builder.Services.ConfigureHttpJsonOptions(static json => ApiJson.Configure(json.SerializerOptions));
        await using var app = builder.Build();
        var feed = new NothingFeed();
        app.MapGet("/", static () => "ready");
        app.MapPost("/api/v1/reports", PostAsync);
        app.MapGet("/feed", feed.ListenAsync);
        app.MapPost("/feed", feed.RaiseAsync);
        await app.StartAsync(cancellationToken);
        await ((IHost)app).WaitForShutdownAsync(cancellationToken);
    }

    private static Task PostAsync(HttpContext context) =>
        context.Request.ContentType == ReportEndpoints.Ndjson ? PostLinesAsync(context) : PostBodyAsync(context);

    private static async Task PostBodyAsync(HttpContext context)
    {
        var body = (await RequestBody.ReadAsync(context.Request, context.RequestAborted))!.Value;
        var elements = new List<BodyElement>();
        ReportElements.Split(body, elements);
        var results = new List<ReportResult>(elements.Count);
        foreach (var element in elements)
        {
            var report = s_parser.Parse(element, Rules()).Report!;
            results.Add(
                new ReportResult(results.Count, report.ReportId, ReportStatus.Accepted, $"{report.Source}:{report.ReportId}", null));
        }

        await TypedResults.Ok(new ReportAnswer(results, results.Count, 0, 0)).ExecuteAsync(context);
    }

    /// <summary>The answer is gathered until the last line has come, as the client reads nothing before.</summary>
    private static async Task PostLinesAsync(HttpContext context)
    {
        const int MostLines = 1_024;
        using var reader = new NdjsonReader(context.Request.BodyReader);
        var lines = new List<NdjsonLine>(MostLines);
        var answer = new ArrayBufferWriter<byte>(1 << 20);
        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        var accepted = 0;
        while (await reader.ReadBatchAsync(lines, MostLines, context.RequestAborted))
        {
            var rules = Rules();
            foreach (var line in lines)
            {
                var report = s_parser.Parse(line, rules).Report!;
                JsonSerializer.Serialize(
                    json,
                    new ReportResult(accepted++, report.ReportId, ReportStatus.Accepted, $"{report.Source}:{report.ReportId}", null),
                    ApiJson.Wire.ReportResult);
            }

            lines.Clear();
        }

        json.WriteEndArray();
        json.WriteNumber("accepted"u8, accepted);
        json.WriteNumber("duplicates"u8, 0);
        json.WriteNumber("rejected"u8, 0);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.BodyWriter.WriteAsync(answer.WrittenMemory, context.RequestAborted);
    }

    private static ReportRules Rules() => ReportRules.Live(TimeProvider.System.GetUtcNow(), EngineOptions.Default);
}
