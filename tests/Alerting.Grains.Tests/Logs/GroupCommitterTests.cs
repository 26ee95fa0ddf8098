using Alerting.Storage.Logs;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

public sealed class GroupCommitterTests
{
    private readonly LogParts _parts = new();

    [Fact]
    public Task What_comes_while_a_batch_is_being_written_goes_into_one_batch() => LogParts.OnOneScheduler(async () =>
    {
        _parts.Store.Hold(LogParts.Log);
        var first = _parts.AddAsync("first");
        await Wait.UntilAsync(() => _parts.Store.AppendsOf(LogParts.Log) == 1, "the first append has started");
        var others = Enumerable.Range(0, 10).Select(i => _parts.AddAsync($"{i}")).ToList();
        Assert.Equal(11, _parts.Committer.Waiting);
        Assert.Equal((0L, 1L, 2L), (_parts.Position.Committed, _parts.Position.Sealed, _parts.Position.Open));

        _parts.Store.Release(LogParts.Log);
        await first;
        await Task.WhenAll(others);
        await _parts.Committer.Finished;
        Assert.Equal((2L, 0, 1), (_parts.Position.Committed, _parts.Committer.Waiting, _parts.Rests));
        Assert.Equal([1L, 2L], _parts.State.CommittedSequences);
    });

    [Fact]
    public Task Where_nothing_is_open_nobody_waits_but_for_what_is_being_written() => LogParts.OnOneScheduler(async () =>
    {
        Assert.True(_parts.Committer.CommitAsync().IsCompletedSuccessfully);
        _parts.Store.Hold(LogParts.Log);
        var written = _parts.AddAsync("a");
        await Wait.UntilAsync(() => _parts.Store.AppendsOf(LogParts.Log) == 1, "the append has started");
        var reader = _parts.Committer.CommitAsync();
        Assert.False(reader.IsCompleted);
        _parts.Store.Release(LogParts.Log);
        await Task.WhenAll(written, reader);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_lost_answer_is_asked_for_again_with_the_same_batch(bool stored) => LogParts.OnOneScheduler(async () =>
    {
        if (stored)
        {
            _parts.Store.LoseAnswer(LogParts.Log, 2);
        }
        else
        {
            _parts.Store.LoseRequest(LogParts.Log, 2);
        }

        var added = _parts.AddAsync("a");
        await Wait.UntilAsync(
            () =>
            {
                _parts.Clock.Advance(TimeSpan.FromMilliseconds(50));
                return added.IsCompleted;
            },
            "the third attempt");
        await added;
        Assert.Equal((1L, 3), (await _parts.Inner.LastSequenceAsync(LogParts.Log, default), _parts.Store.AppendsOf(LogParts.Log)));
    });

    [Fact]
    public Task A_refused_batch_fails_all_who_wait_and_whoever_comes_later() => LogParts.OnOneScheduler(async () =>
    {
        await _parts.Inner.AppendAsync(LogParts.Log, 1, new LogBatch(Guid.NewGuid(), "theirs"u8.ToArray()), null, default);
        _parts.Store.Hold(LogParts.Log);
        var refused = _parts.AddAsync("mine");
        await Wait.UntilAsync(() => _parts.Store.AppendsOf(LogParts.Log) == 1, "the append has started");
        var gathered = _parts.AddAsync("mine too");
        _parts.Store.Release(LogParts.Log);

        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => refused);
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => gathered);
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => _parts.Committer.CommitAsync());
        Assert.Throws<LogStoreUnavailableException>(_parts.Committer.ThrowIfFailed);
        Assert.True(_parts.HasEnded);
        Assert.Empty(_parts.State.CommittedSequences);
    });

    [Fact]
    public Task A_state_that_cannot_be_sealed_leaves_nobody_waiting() => LogParts.OnOneScheduler(async () =>
    {
        _parts.State.SealFailure = new InvalidOperationException("Broken encoding.");
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => _parts.AddAsync("a"));
        Assert.True(_parts.HasEnded);
    });
}
