using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Alerting.Server.Hosting;

/// <summary>
/// Reads the meters of the process for the dashboard while somebody looks. The dashboard itself would read them always, which is
/// a twenty-fifth of what a report costs.
/// </summary>
internal sealed class DashboardMeters(IServiceProvider services, Func<bool> isWatched, TimeProvider clock) : BackgroundService
{
    private const string HostType = "Orleans.Dashboard.DashboardHost";
    private const string ExporterType = "Orleans.Dashboard.Implementation.DashboardTelemetryExporter";
    private const int ReadEvery = 1_000;

    private MeterProvider? _meters;

    public override void Dispose()
    {
        _meters?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // All that is undone is that it reads.
        await ((IAsyncDisposable)services.GetRequiredService(CallProfiler.TypeOf(HostType))).DisposeAsync();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(ReadEvery), clock);
        do
        {
            if (!isWatched())
            {
                _meters?.Dispose();
                _meters = null;
            }
            else
            {
                _meters ??= Read();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private MeterProvider Read()
    {
        var exporter = (BaseExporter<Metric>)ActivatorUtilities.CreateInstance(services, CallProfiler.TypeOf(ExporterType));
        return Sdk.CreateMeterProviderBuilder()
            .AddMeter("Microsoft.Orleans")
            .AddReader(new PeriodicExportingMetricReader(exporter, ReadEvery, ReadEvery))
            .Build();
    }
}
