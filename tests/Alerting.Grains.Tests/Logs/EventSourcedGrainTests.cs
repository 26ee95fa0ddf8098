using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Regions;
using Alerting.Storage.Logs;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

public sealed class EventSourcedGrainTests : IAsyncLifetime
{
    private readonly InMemoryLogStore _inner = new();
    private readonly FaultyLogStore _store;
    private AlertingCluster _cluster = null!;

    public EventSourcedGrainTests() => _store = new FaultyLogStore(_inner);

    private ITallyGrain Tally => _cluster.Client.GetGrain<ITallyGrain>("a");

    public async ValueTask InitializeAsync() => _cluster = await AlertingCluster.StartAsync(_store);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Calls_gather_in_one_batch_while_another_is_being_appended()
    {
        _store.Hold("tally/a");
        var first = Tally.AddAsync("first", 1);
        await Wait.UntilAsync(() => _store.AppendsOf("tally/a") == 1, "the first append has started");
        var others = Enumerable.Range(0, 50).Select(i => Tally.AddAsync($"other {i}", 1)).ToList();
        await Wait.UntilAsync(async () => (await Tally.ReadAsync()).Numbers == 51, "all calls have arrived");
        Assert.DoesNotContain(others, o => o.IsCompleted);

        _store.Release("tally/a");
        await first;
        await Task.WhenAll(others);

        Assert.Equal(2, await _inner.LastSequenceAsync("tally/a", default));
        Assert.Equal(51, (await Tally.ReadAsync()).Durable);
    }

    [Fact]
    public async Task A_duplicate_of_what_is_being_written_is_answered_when_that_is_durable()
    {
        _store.Hold("tally/a");
        var original = Tally.AddAsync("x", 1);
        await Wait.UntilAsync(() => _store.AppendsOf("tally/a") == 1, "the append has started");
        var duplicate = Tally.AddAsync("x", 1);

        // A later call has been handled, so the duplicate was handled too and waits.
        await Tally.ReadAsync();
        Assert.False(duplicate.IsCompleted);

        _store.FailNext("tally/a");
        _store.Release("tally/a");
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => original);
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => duplicate);
    }

    [Fact]
    public async Task A_failed_append_fails_all_who_wait_and_the_state_is_rebuilt_from_the_log()
    {
        await Tally.AddAsync("kept", 5);
        var activation = (await Tally.ReadAsync()).Activation;
        _store.Hold("tally/a");
        _store.FailNext("tally/a");
        var lost = Enumerable.Range(0, 10).Select(i => Tally.AddAsync($"lost {i}", 1)).ToList();
        await Wait.UntilAsync(async () => (await Tally.ReadAsync()).Numbers == 11, "all calls have arrived");
        _store.Release("tally/a");

        foreach (var call in lost)
        {
            await Assert.ThrowsAsync<LogStoreUnavailableException>(() => call);
        }

        await Wait.UntilAsync(async () => (await Tally.ReadAsync()).Activation != activation, "another activation took over");
        Assert.Equal(5, (await Tally.ReadAsync()).Sum);
        Assert.Equal(6, await Tally.AddAsync("after", 1));
    }

    [Fact]
    public async Task A_lost_answer_does_not_store_a_batch_twice()
    {
        _store.LoseAnswer("tally/a", 2);
        Assert.Equal(1, await Tally.AddAsync("x", 1));
        _store.LoseRequest("tally/a", 2);
        Assert.Equal(3, await Tally.AddAsync("y", 2));

        Assert.Equal(2, await _inner.LastSequenceAsync("tally/a", default));
        await _cluster.DeactivateAsync(Tally);
        Assert.Equal(3, (await Tally.ReadAsync()).Sum);
    }

    [Fact]
    public async Task A_writer_that_another_has_overtaken_gives_up_and_takes_over_what_that_one_wrote()
    {
        await Tally.AddAsync("mine", 1);
        var theirs = _cluster.Client.GetGrain<ITallyGrain>("b");
        await theirs.AddAsync("theirs", 10);
        await foreach (var entry in _inner.ReadAsync("tally/b", 1, default))
        {
            await _inner.AppendAsync("tally/a", 2, new LogBatch(Guid.NewGuid(), entry.Payload), null, default);
        }

        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => Tally.AddAsync("refused", 100));

        await Wait.UntilAsync(async () => (await Tally.ReadAsync()).Sum == 11, "the state is what the log says");
    }

    [Theory]
    [InlineData("seal")]
    [InlineData("committed")]
    public async Task An_error_on_the_way_fails_the_callers_instead_of_leaving_them_waiting(string step)
    {
        await Tally.AddAsync("kept", 1);
        await Tally.BreakAsync(step);

        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => Tally.AddAsync("x", 1));

        // The repeated call meets the next activation, or this one on its way out.
        await Wait.UntilAsync(async () => await Succeeds(() => Tally.AddAsync("x", 1)), "the repeated call is taken");
        Assert.Equal(2, (await Tally.ReadAsync()).Sum);
    }

    [Fact]
    public async Task More_callers_than_may_wait_are_turned_away()
    {
        _store.Hold("tally/a");
        var waiting = Enumerable.Range(0, TallyGrain.Most).Select(i => Tally.AddAsync($"{i}", 1)).ToList();
        await Wait.UntilAsync(async () => (await Tally.ReadAsync()).Numbers == TallyGrain.Most, "all calls have arrived");

        await Assert.ThrowsAsync<OverloadedException>(() => Tally.AddAsync("one too many", 1));

        _store.Release("tally/a");
        await Task.WhenAll(waiting);
        Assert.Equal(TallyGrain.Most, (await Tally.ReadAsync()).Sum);
    }

    [Fact]
    public async Task Snapshot_and_tail_give_the_same_state_as_the_whole_log()
    {
        for (var i = 0; i < 60; i++)
        {
            await Tally.AddAsync($"{i}", i, ballast: 64 * 1024);
        }

        await Wait.UntilAsync(async () => await _inner.ReadSnapshotAsync("tally/a", default) is not null, "a snapshot under load");
        _store.NoSnapshotsOf = "tally/";
        await Tally.AddAsync("tail", 1_000);
        await _cluster.KillAsync();

        _cluster = await AlertingCluster.StartAsync(_store);
        var recovered = await Tally.ReadAsync();
        Assert.InRange(recovered.Replayed, 1, 40);
        await _cluster.KillAsync();

        await _inner.RemoveSnapshotAsync("tally/a", default);
        _cluster = await AlertingCluster.StartAsync(_store);
        var replayed = await Tally.ReadAsync();
        Assert.Equal(61, replayed.Replayed);
        Assert.Equal((1_000 + (59 * 30), 61), (replayed.Sum, replayed.Numbers));
        Assert.Equal((replayed.Sum, replayed.Durable, replayed.Numbers), (recovered.Sum, recovered.Durable, recovered.Numbers));
    }

    [Fact]
    public async Task An_activation_that_ends_in_order_leaves_a_short_tail()
    {
        await Tally.AddAsync("x", 1, ballast: 100_000);
        await _cluster.DeactivateAsync(Tally);

        var state = await Tally.ReadAsync();
        Assert.Equal((1, 0), (state.Sum, state.Replayed));
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_saved_does_no_harm()
    {
        _store.NoSnapshotsOf = "tally/";
        for (var i = 0; i < 20; i++)
        {
            await Tally.AddAsync($"{i}", 1, ballast: 100_000);
        }

        await _cluster.DeactivateAsync(Tally);
        Assert.Equal(20, (await Tally.ReadAsync()).Replayed);
    }

    private static async Task<bool> Succeeds(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (LogStoreUnavailableException)
        {
            return false;
        }
    }
}
