using Alerting.Grains.Audit;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Clocks;

/// <summary>A process was started with a clock that was days ahead, and it is right now.</summary>
public sealed class RegionSetBackTests : IAsyncLifetime
{
    private static readonly Threshold s_threshold = Sample.Threshold("killed", Measure.Killed, 5, "PT1H");

    private readonly SettableClock _clock = new();
    private readonly FaultyLogStore _store = new(new InMemoryLogStore());
    private AlertingCluster _cluster = null!;
    private int _reports;

    private IRegionGrain Region => _cluster.Client.GetGrain<IRegionGrain>("IQ-AN");

    public async ValueTask InitializeAsync()
    {
        _clock.Offset = TimeSpan.FromDays(5);
        _cluster = await StartAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_region_that_has_seen_a_time_to_come_is_set_back_and_raises_alerts_again()
    {
        await PostAsync(killed: 7);
        Assert.Equal(["IQ-AN.killed.1"], await OpenAlertsAsync());
        _clock.Offset = TimeSpan.Zero;
        await PostAsync(killed: 6);

        var correction = await Region.SetClockAsync("operator", "the clock was five days ahead");

        Assert.NotNull(correction);
        Assert.Equal(["IQ-AN.killed.1"], correction.Ended);
        Assert.Equal(_clock.GetUtcNow().UtcTicks, correction.To);
        Assert.True(correction.From >= correction.To + TimeSpan.FromDays(5).Ticks);
        Assert.Equal(["IQ-AN.killed.2"], await OpenAlertsAsync());
        Assert.Equal(_clock.GetUtcNow().UtcTicks, (await Region.GetStateAsync()).Figures.AsOf);
        Assert.Null(await Region.SetClockAsync("operator", "again"));

        var audit = _cluster.Client.GetGrain<IAuditGrain>(IAuditGrain.Key);
        IReadOnlyList<AuditItem> entries = [];
        await Wait.UntilAsync(
            async () => (entries = (await audit.ReadAsync(new AuditQuery(null, "clock", "IQ-AN", ["IQ"], 0, 10))).Items).Count > 0,
            "the audit log tells of it");
        var entry = Assert.Single(entries).Record;
        Assert.Equal(
            ("clock.set-back", "operator", "the clock was five days ahead"), (entry.Action, entry.Actor.Name, entry.Reason));
        Assert.Equal($$"""{"asOf":"{{Instants.Format(Instants.FromTicks(correction.To))}}"}""", entry.After);
    }

    [Fact]
    public async Task It_stays_so_after_a_restart_and_the_alert_ends_when_its_time_has_come()
    {
        await PostAsync(killed: 7);
        _clock.Offset = TimeSpan.Zero;
        Assert.NotNull(await Region.SetClockAsync("operator", "the clock was five days ahead"));
        var before = await Region.GetStateAsync();

        await _cluster.DisposeAsync();
        _cluster = await StartAsync();

        Assert.Equivalent(before.Figures, (await Region.GetStateAsync()).Figures, strict: true);
        Assert.Null(await Region.SetClockAsync("operator", "again"));
        _clock.Advance(TimeSpan.FromHours(2));
        await Wait.UntilAsync(async () => (await OpenAlertsAsync()).Count == 0, "the alert ends");
    }

    [Fact]
    public async Task The_region_above_is_set_back_by_itself()
    {
        await PostAsync(killed: 7);
        var above = _cluster.Client.GetGrain<IRegionGrain>("IQ");
        await Wait.UntilAsync(async () => (await above.GetStateAsync()).Figures.Incidents24h == 1, "the region above knows it");
        _clock.Offset = TimeSpan.Zero;

        Assert.NotNull(await Region.SetClockAsync("operator", "ahead"));
        Assert.NotNull(await above.SetClockAsync("operator", "ahead"));

        var now = _clock.GetUtcNow().UtcTicks;
        await Wait.UntilAsync(
            async () => (await above.GetStateAsync()).Figures is { Incidents24h: 1 } figures && figures.LastIncidentAt <= now,
            "the incident is of now");
        await PostAsync(killed: 1);
        await Wait.UntilAsync(async () => (await above.GetStateAsync()).Figures.Incidents24h == 2, "the region above follows");
        Assert.True((await above.GetStateAsync()).Figures.AsOf <= now);
    }

    private async Task<IReadOnlyList<string>> OpenAlertsAsync() => (await Region.GetStateAsync()).Figures.OpenAlerts;

    private Task<AlertingCluster> StartAsync() => AlertingCluster.StartAsync(_store, clock: _clock, thresholds: [s_threshold]);

    private async Task PostAsync(int killed)
    {
        var outcome =
            Assert.Single(await Region.IngestAsync([Sample.Assault($"r{++_reports}", _clock.GetUtcNow()) with { Killed = killed }]));
        Assert.Equal(ReportStatus.Accepted, outcome.Status);
    }
}
