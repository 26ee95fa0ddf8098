using Alerting.Grains;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Alerting.Server.Hosting;

/// <summary>
/// Metrics are always on; traces only if they are exported, since spans that nobody collects would still be created for every
/// request and every call of a grain.
/// </summary>
internal static class Telemetry
{
    /// <summary>Whether metrics and traces go to a collector.</summary>
    public static bool IsSent => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"));

    public static void Add(WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics
            .AddMeter(AlertingTelemetry.Name, "Microsoft.Orleans")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
        if (IsSent)
        {
            telemetry.WithMetrics(static metrics => metrics.AddOtlpExporter()).WithTracing(static tracing => tracing
                .AddSource(AlertingTelemetry.Name, "Microsoft.Orleans.Application")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddOtlpExporter());
        }
        else
        {
            // ASP.NET Core starts a span for each request if this logger is enabled for any level.
            builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        }
    }
}
