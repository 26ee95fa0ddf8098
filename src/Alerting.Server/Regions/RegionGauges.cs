using System.Diagnostics.Metrics;
using Alerting.Grains;
using Alerting.Grains.Alerts;
using Alerting.Grains.Hosting;
using Alerting.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Regions;

/// <summary>
/// Publishes the levels and open alerts of the regions that the operator names. Every process of a cluster publishes the same. Levels
/// come from where the API has them, so a region whose log has got no further is not woken for them. What could not be asked is not
/// published, rather than published as it was.
/// </summary>
internal sealed partial class RegionGauges : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<string> _regions;
    private readonly RegionBoard _board;
    private readonly OpenAlertCounts _alerts;
    private readonly TimeProvider _clock;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<RegionGauges> _logger;
    private volatile Measurement<int>[] _levels = [];
    private volatile Measurement<int>[] _open = [];

    public RegionGauges(
        IMeterFactory meters, IOptions<MetricsOptions> options, RegionBoard board, OpenAlertCounts alerts, TimeProvider clock,
        IHostApplicationLifetime lifetime, ILogger<RegionGauges> logger)
    {
        (_regions, _board, _alerts, _clock, _lifetime, _logger) = ([.. options.Value.Regions], board, alerts, clock, lifetime, logger);
        var meter = meters.Create(AlertingTelemetry.Name);
        meter.CreateObservableGauge<int>(
            "alerting.region.level", () => _levels, null, "Level shown by a region that the operator names, 1 (low) to 5 (critical).");
        meter.CreateObservableGauge<int>(
            "alerting.region.open_alerts", () => _open, "{alert}",
            "Open alerts of a region that the operator names and those below it, by severity.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_regions.Count == 0)
        {
            return;
        }

        await _lifetime.WhenStartedAsync(stoppingToken);
        using var timer = new PeriodicTimer(s_every, _clock);
        do
        {
            _levels = await LookAsync(LevelsAsync, stoppingToken);
            _open = await LookAsync(OpenAsync, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<Measurement<int>[]> LookAsync(
        Func<CancellationToken, Task<Measurement<int>[]>> look, CancellationToken cancellationToken)
    {
        try
        {
            return await look(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotRead(_logger, exception);
            return [];
        }
    }

    private async Task<Measurement<int>[]> LevelsAsync(CancellationToken cancellationToken)
    {
        var regions = await Task.WhenAll(_regions.Select(code => _board.ShowAsync(code, cancellationToken).AsTask()));
        return Array.ConvertAll(regions, static region => new Measurement<int>(region.View.LevelNumber, Region(region.View.Code)));
    }

    private async Task<Measurement<int>[]> OpenAsync(CancellationToken cancellationToken)
    {
        await _alerts.LearnAsync(cancellationToken);
        return
        [
            .. _regions.SelectMany(code => _alerts.In(code).Select(open => new Measurement<int>(
                open.Value, Region(code), new KeyValuePair<string, object?>("severity", EnumNames.ToName(open.Key))))),
        ];
    }

    private static KeyValuePair<string, object?> Region(string code) => new("region", code);

    [LoggerMessage(EventId = 165, Level = LogLevel.Warning, Message = "Levels or open alerts of regions are not published as metrics now.")]
    private static partial void NotRead(ILogger logger, Exception exception);
}
