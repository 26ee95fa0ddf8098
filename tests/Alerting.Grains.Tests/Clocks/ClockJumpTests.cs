using Alerting.Grains.Clocks;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Clocks;

/// <summary>The clock of the machine is set while regions work.</summary>
public sealed class ClockJumpTests : IAsyncLifetime
{
    private static readonly Threshold s_threshold = Sample.Threshold("killed", Measure.Killed, 5, "PT1H");

    private readonly SettableClock _clock = new();
    private AlertingCluster _cluster = null!;
    private int _reports;

    private IRegionGrain Region => _cluster.Client.GetGrain<IRegionGrain>("IQ-AN");

    public async ValueTask InitializeAsync() =>
        _cluster = await AlertingCluster.StartAsync(new FaultyLogStore(new InMemoryLogStore()), clock: _clock, thresholds: [s_threshold]);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Nothing_is_written_under_a_time_far_ahead_and_alerts_come_when_it_is_right_again()
    {
        await PostAsync(killed: 1);
        _clock.Offset = TimeSpan.FromDays(5);
        await Assert.ThrowsAsync<ClockUntrustedException>(() => PostAsync(killed: 1));
        await Assert.ThrowsAsync<ClockUntrustedException>(() => Region.SetOverrideAsync(null, "operator", null));

        _clock.Offset = TimeSpan.Zero;
        await PostAsync(killed: 5);
        Assert.Single((await Region.GetStateAsync()).Figures.OpenAlerts);
    }

    [Fact]
    public async Task Deadlines_wait_while_the_clock_is_ahead_and_nobody_posts()
    {
        await PostAsync(killed: 5);
        Assert.Single((await Region.GetStateAsync()).Figures.OpenAlerts);

        _clock.Offset = TimeSpan.FromDays(300);
        for (var i = 0; i < 10; i++)
        {
            // Timers that are due by the wrong clock, and a look of the wake service.
            _clock.Advance(TimeSpan.FromSeconds(1));
            await LogOwners.OwnerOf(_cluster.Client, LogOwners.Region("IQ-AN"))!.WakeAsync();
        }

        _clock.Offset = TimeSpan.Zero;
        Assert.Single((await Region.GetStateAsync()).Figures.OpenAlerts);
        await Wait.UntilAsync(TryPostAsync, "a report is taken again");
        Assert.True((await Region.GetStateAsync()).Figures.AsOf <= _clock.GetUtcNow().UtcTicks);
    }

    [Fact]
    public async Task A_clock_set_back_leaves_a_region_at_its_own_last_time()
    {
        await PostAsync(killed: 5);
        var before = (await Region.GetStateAsync()).Figures.AsOf;
        _clock.Offset = TimeSpan.FromMinutes(-20);
        await PostAsync(killed: 1);
        Assert.True((await Region.GetStateAsync()).Figures.AsOf >= before);
    }

    private async Task<bool> TryPostAsync()
    {
        try
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await PostAsync(killed: 1);
            return true;
        }
        catch (ClockUntrustedException)
        {
            // Until the clock is looked at again.
            return false;
        }
    }

    private async Task PostAsync(int killed)
    {
        var outcome = Assert.Single(
            await Region.IngestAsync([Sample.Assault($"r{++_reports}", _clock.GetUtcNow() - _clock.Offset) with { Killed = killed }]));
        Assert.Equal(ReportStatus.Accepted, outcome.Status);
    }
}
