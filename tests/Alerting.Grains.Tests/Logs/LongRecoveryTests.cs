using Alerting.Grains.Tests.Hosting;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

/// <summary>A log that takes longer to read than a caller, or an activation of Orleans, would wait.</summary>
public sealed class LongRecoveryTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly InMemoryLogStore _inner = new();
    private readonly FaultyLogStore _store;
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AlertingCluster _cluster = null!;

    public LongRecoveryTests() => _store = new FaultyLogStore(_inner);

    private ITallyGrain Tally => _cluster.Client.GetGrain<ITallyGrain>("a");

    private ITallyGrain Neighbour => _cluster.Client.GetGrain<ITallyGrain>("b");

    public async ValueTask InitializeAsync() => _cluster = await AlertingCluster.StartAsync(_store, clock: _clock);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Turns_callers_away_until_the_log_is_read_and_then_answers_from_the_same_activation()
    {
        await WriteAsync(entries: 10, ballast: 0);
        await RestartAsync();
        _store.PauseReading("tally/a", 5, _reading.Task);

        var refused = await RefusedAsync();

        Assert.Contains("5 entries are applied so far", refused.Message, StringComparison.Ordinal);
        Assert.Equal(7, await Neighbour.AddAsync("neighbour", 7));
        _reading.SetResult();
        var state = await AnsweredAsync();
        Assert.Equal((10, 10), (state.Sum, state.Replayed));
        Assert.Equal(11, await Tally.AddAsync("after", 1));
    }

    [Fact]
    public async Task Goes_on_where_it_was_when_it_is_cut_off()
    {
        _store.NoSnapshotsOf = "tally/";
        await WriteAsync(entries: 12, ballast: 4 << 20);
        await RestartAsync();
        _store.NoSnapshotsOf = null;
        _store.PauseReading("tally/a", 10, _reading.Task);
        await RefusedAsync();
        Assert.NotNull(await _inner.ReadSnapshotAsync("tally/a", default));

        await RestartAsync();
        _reading.SetResult();
        var state = await AnsweredAsync();

        Assert.Equal(12, state.Sum);
        Assert.InRange(state.Replayed, 1, 4);
    }

    [Fact]
    public async Task Is_tried_again_by_another_activation_when_the_store_fails_on_the_way()
    {
        await WriteAsync(entries: 10, ballast: 0);
        await RestartAsync();
        _store.PauseReading("tally/a", 5, _reading.Task);
        await RefusedAsync();

        _store.PauseReading("tally/a", 5, Task.CompletedTask);
        _reading.SetException(new LogStoreUnavailableException("The store cannot be reached."));

        var state = await AnsweredAsync();
        Assert.Equal((10, 10), (state.Sum, state.Replayed));
    }

    private async Task WriteAsync(int entries, int ballast)
    {
        for (var i = 0; i < entries; i++)
        {
            await Tally.AddAsync($"{i}", 1, ballast);
        }
    }

    private async Task RestartAsync()
    {
        await _cluster.KillAsync();
        _cluster = await AlertingCluster.StartAsync(_store, clock: _clock);
    }

    /// <summary>Asks while the log cannot be read further, until the time of a caller is over.</summary>
    private async Task<LogStoreUnavailableException> RefusedAsync()
    {
        var call = Tally.ReadAsync();
        await Wait.UntilAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return call.IsCompleted;
            },
            "the caller is turned away");
        return await Assert.ThrowsAsync<LogStoreUnavailableException>(() => call);
    }

    private async Task<TallyState> AnsweredAsync()
    {
        TallyState? state = null;
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    state = await Tally.ReadAsync();
                    return true;
                }
                catch (LogStoreUnavailableException)
                {
                    return false;
                }
            },
            "the grain answers");
        return state!;
    }
}
