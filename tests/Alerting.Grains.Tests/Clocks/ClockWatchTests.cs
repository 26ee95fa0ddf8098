using System.Diagnostics.Metrics;
using Alerting.Grains.Clocks;
using Alerting.Grains.Tests.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Alerting.Grains.Tests.Clocks;

public sealed class ClockWatchTests : IAsyncLifetime
{
    private readonly SettableClock _clock = new();
    private readonly InMemoryLogStore _store = new();
    private readonly MeterListener _listener = new();
    private readonly ServiceProvider _services =
        new ServiceCollection().AddMetrics().AddSingleton<AlertingMetrics>().BuildServiceProvider();
    private readonly IOptions<ClockOptions> _options = Options.Create(new ClockOptions());
    private readonly ClockGuard _guard;
    private readonly ClockWatch _watch;
    private int _looks;

    public ClockWatchTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "alerting.clock.ahead" && instrument.Meter.Scope == _services.GetService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _looks));
        _listener.Start();
        _guard = new ClockGuard(_clock, _options);
        _watch = Watch(_guard);
    }

    public async ValueTask InitializeAsync()
    {
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        await Wait.UntilAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return Volatile.Read(ref _looks) > 1;
            },
            "the watch looks by itself");
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(default);
        _watch.Dispose();
        _listener.Dispose();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(-299, true)]
    [InlineData(301, false)]
    [InlineData(432_000, false)]
    [InlineData(-1_200, true)]
    public void Distrusts_at_once_what_is_more_than_five_minutes_ahead(int seconds, bool trusted)
    {
        _clock.Offset = TimeSpan.FromSeconds(seconds);
        Assert.Equal(trusted, _guard.IsTrusted);
        if (!trusted)
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), _guard.Ahead);
            Assert.Throws<ClockUntrustedException>(_guard.ThrowIfUntrusted);
        }
    }

    [Fact]
    public async Task Trusts_again_when_the_clock_is_set_right()
    {
        _clock.Offset = TimeSpan.FromDays(5);
        await PassAsync(TimeSpan.FromSeconds(30));
        Assert.False(_guard.IsTrusted);

        _clock.Offset = TimeSpan.Zero;
        await UntilTrustedAsync();
    }

    [Fact]
    public async Task Follows_a_clock_that_drifts()
    {
        for (var i = 0; i < 600; i++)
        {
            _clock.Offset += TimeSpan.FromSeconds(1);
            await PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.True(_guard.IsTrusted);
    }

    [Fact]
    public async Task Believes_a_jump_that_lasts_where_no_other_clock_can_be_asked()
    {
        _clock.Offset = TimeSpan.FromHours(7);
        await PassAsync(TimeSpan.FromMinutes(4));
        Assert.False(_guard.IsTrusted);
        await PassAsync(TimeSpan.FromMinutes(2));
        await UntilTrustedAsync();
    }

    [Fact]
    public async Task Believes_the_stores_clock_rather_than_that_it_has_lasted()
    {
        _store.UtcNow = () => _clock.GetUtcNow() - _clock.Offset;
        _clock.Offset = TimeSpan.FromHours(7);
        await PassAsync(TimeSpan.FromMinutes(20));
        Assert.False(_guard.IsTrusted);
    }

    [Fact]
    public async Task Believes_a_jump_at_once_where_the_stores_clock_says_the_same()
    {
        _store.UtcNow = _clock.GetUtcNow;
        _clock.Offset = TimeSpan.FromHours(7);
        await UntilTrustedAsync();
    }

    [Fact]
    public async Task Distrusts_from_the_start_a_clock_that_is_ahead_of_the_stores()
    {
        _store.UtcNow = () => _clock.GetUtcNow() - TimeSpan.FromMinutes(20);
        var guard = new ClockGuard(_clock, _options);
        using var watch = Watch(guard);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        Assert.False(guard.IsTrusted);
        await watch.StopAsync(default);
    }

    private ClockWatch Watch(ClockGuard guard) =>
        new(guard, _store, _services.GetRequiredService<AlertingMetrics>(), _clock, _options, NullLogger<ClockWatch>.Instance);

    private async Task PassAsync(TimeSpan time)
    {
        // Second by second: the watch looks at each of them, in its own time.
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            var looks = Volatile.Read(ref _looks);
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Wait.UntilAsync(() => Volatile.Read(ref _looks) > looks, "the watch has looked");
        }
    }

    private Task UntilTrustedAsync() => Wait.UntilAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            return _guard.IsTrusted;
        },
        "the clock is trusted");
}
