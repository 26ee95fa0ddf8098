using Alerting.Engine.Regions;
using Alerting.Grains.Clocks;
using Alerting.Grains.Hosting;
using Alerting.Grains.Outages;
using Alerting.Grains.Tests.Clocks;
using Alerting.Grains.Tests.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Alerting.Grains.Tests.Outages;

/// <summary>When the system counts as having been down.</summary>
public sealed class OutageWatchTests : IDisposable
{
    private readonly SettableClock _clock = new();
    private readonly InMemoryLogStore _store = new();
    private readonly List<OutageWatch> _watches = [];

    public void Dispose() => _watches.ForEach(static watch => watch.Dispose());

    [Fact]
    public async Task The_first_start_and_a_quick_restart_follow_no_outage()
    {
        Assert.Null(await LastAsync(Watch()));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(await LastAsync(Watch()));
    }

    [Fact]
    public async Task A_gap_is_an_outage_that_later_starts_remember()
    {
        await LastAsync(Watch());
        var from = _clock.GetUtcNow().UtcTicks;
        _clock.Advance(TimeSpan.FromHours(3));
        var outage = new OutageInput(from, _clock.GetUtcNow().UtcTicks);

        Assert.Equal(outage, await LastAsync(Watch()));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(outage, await LastAsync(Watch()));
    }

    [Fact]
    public async Task Two_processes_that_start_after_an_outage_agree_about_it()
    {
        await LastAsync(Watch());
        _clock.Advance(TimeSpan.FromHours(3));
        var first = await LastAsync(Watch());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(first, await LastAsync(Watch()));
    }

    [Fact]
    public async Task A_process_that_was_asleep_finds_out_before_its_next_record_is_due()
    {
        var watch = Watch();
        await LastAsync(watch);
        var from = _clock.GetUtcNow().UtcTicks;
        _clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal(new OutageInput(from, _clock.GetUtcNow().UtcTicks), await LastAsync(watch));
    }

    [Fact]
    public async Task Another_process_that_ran_meanwhile_makes_it_none()
    {
        var asleep = Watch();
        await LastAsync(asleep);
        for (var minutes = 0; minutes < 10; minutes++)
        {
            _clock.Advance(TimeSpan.FromSeconds(50));
            await LastAsync(Watch());
        }

        Assert.Null(await LastAsync(asleep));
    }

    [Fact]
    public async Task A_clock_that_has_jumped_ahead_makes_none()
    {
        var watch = Watch();
        await LastAsync(watch);
        _clock.Offset = TimeSpan.FromDays(2);
        Assert.Null(await LastAsync(watch));
    }

    [Fact]
    public async Task Nobody_watches_where_the_host_does_not_say_so() => Assert.Null(await LastAsync(Watch(watches: false)));

    [Fact]
    public void What_is_stored_is_read_back()
    {
        var beat = new Beat(77, new OutageInput(5, 9));
        Assert.Equal(beat, Beat.Read(beat.Write()));
        Assert.Equal(new Beat(1, null), Beat.Read(new Beat(1, null).Write()));
        Assert.Throws<InvalidDataException>(() => Beat.Read([2, 0]));
    }

    private static async Task<OutageInput?> LastAsync(OutageWatch watch) => await watch.LastAsync(TestContext.Current.CancellationToken);

    private OutageWatch Watch(bool watches = true)
    {
        var watch = new OutageWatch(
            _store, new ClockGuard(_clock, Options.Create(new ClockOptions())), _clock, Options.Create(new OutageOptions()),
            new DeploymentMode(IsSingleSilo: true, watches), new Lifetime(), NullLogger<OutageWatch>.Instance);
        _watches.Add(watch);
        return watch;
    }

    /// <summary>Of an application that never starts.</summary>
    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
