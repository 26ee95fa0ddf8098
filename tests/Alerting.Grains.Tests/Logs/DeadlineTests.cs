using Alerting.Grains.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

public sealed class DeadlineTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(s_start);
    private readonly InMemoryLogStore _inner = new();
    private AlertingCluster _cluster = null!;

    private ITallyGrain Tally => _cluster.Client.GetGrain<ITallyGrain>("a");

    public async ValueTask InitializeAsync() => _cluster = await AlertingCluster.StartAsync(new FaultyLogStore(_inner), clock: _clock);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_deadline_is_met_at_its_instant_and_not_before()
    {
        var at = s_start.AddMinutes(10).UtcTicks;
        await Tally.SetDeadlineAsync(at);

        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Empty((await Tally.ReadAsync()).DeadlinesMet);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Wait.UntilAsync(async () => (await Tally.ReadAsync()).DeadlinesMet.Count == 1, "the deadline is met");
        Assert.Equal([at], (await Tally.ReadAsync()).DeadlinesMet);
    }

    [Fact]
    public async Task A_deadline_between_two_milliseconds_is_not_met_early()
    {
        var at = s_start.UtcTicks + 12_345;
        await Tally.SetDeadlineAsync(at);
        _clock.Advance(TimeSpan.FromTicks(12_344));
        Assert.Empty((await Tally.ReadAsync()).DeadlinesMet);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Wait.UntilAsync(async () => (await Tally.ReadAsync()).DeadlinesMet.Count == 1, "the deadline is met");
    }

    [Fact]
    public async Task A_deadline_beyond_what_timers_can_count_is_met()
    {
        var at = s_start.AddDays(100).UtcTicks;
        await Tally.SetDeadlineAsync(at);
        for (var hour = 0; hour < 100 * 24; hour += 12)
        {
            Assert.Empty((await Tally.ReadAsync()).DeadlinesMet);
            _clock.Advance(TimeSpan.FromHours(12));
        }

        await Wait.UntilAsync(async () => (await Tally.ReadAsync()).DeadlinesMet.Count == 1, "the deadline is met");
        Assert.Equal([at], (await Tally.ReadAsync()).DeadlinesMet);
    }

    [Fact]
    public async Task A_deadline_that_is_moved_or_taken_back_is_not_met_at_its_old_instant()
    {
        await Tally.SetDeadlineAsync(s_start.AddMinutes(1).UtcTicks);
        await Tally.SetDeadlineAsync(s_start.AddMinutes(3).UtcTicks);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty((await Tally.ReadAsync()).DeadlinesMet);

        await Tally.SetDeadlineAsync(null);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty((await Tally.ReadAsync()).DeadlinesMet);

        await Tally.SetDeadlineAsync(s_start.AddMinutes(3).UtcTicks);
        await Wait.UntilAsync(async () => (await Tally.ReadAsync()).DeadlinesMet.Count == 1, "a deadline that has passed is met at once");
    }

    [Fact]
    public async Task The_wake_index_learns_the_deadline_with_the_commit_and_forgets_it_when_it_is_gone()
    {
        var at = s_start.AddDays(1).UtcTicks;
        await Tally.SetDeadlineAsync(at);
        await Tally.AddAsync("x", 1);
        Assert.Equal(at, _inner.WakeOf("tally/a"));

        await Tally.SetDeadlineAsync(null);
        await Wait.UntilAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return _inner.WakeOf("tally/a") is null;
            },
            "the wake instant is taken back");
    }
}
