using Alerting.Storage.Logs;

namespace Alerting.Storage.Tests.Conformance;

public abstract partial class LogStoreConformance
{
    [Fact]
    public async Task Keeps_the_newest_snapshot()
    {
        await Store.SaveSnapshotAsync(Log, 5, new byte[] { 5 }, Token);
        await Store.SaveSnapshotAsync(Log, 3, new byte[] { 3 }, Token);
        await AssertSnapshotAsync(5, [5]);

        await Store.SaveSnapshotAsync(Log, 5, new byte[] { 5, 5 }, Token);
        await AssertSnapshotAsync(5, [5, 5]);

        await Store.SaveSnapshotAsync(Log, 9, ReadOnlyMemory<byte>.Empty, Token);
        await AssertSnapshotAsync(9, []);
        Assert.Null(await Store.ReadSnapshotAsync("other", Token));
    }

    [Fact]
    public async Task Keeps_large_snapshots_whole_and_across_opening_again()
    {
        var first = RandomState(20_000_001, 1);
        var second = RandomState((3 << 20) + 17, 2);
        await Store.SaveSnapshotAsync(Log, 1, first, Token);
        await AssertSnapshotAsync(1, first);

        await Store.SaveSnapshotAsync(Log, 2, second, Token);
        await ReopenAsync();

        await AssertSnapshotAsync(2, second);
    }

    [Fact]
    public async Task Never_shows_a_part_of_a_snapshot()
    {
        var states = Enumerable.Range(0, 6).Select(number => RandomState(4_000_000 + number, number)).ToArray();
        await Store.SaveSnapshotAsync(Log, 1, states[1], Token);
        var saving = Task.Run(async () =>
        {
            for (var sequence = 2; sequence < states.Length; sequence++)
            {
                await Store.SaveSnapshotAsync(Log, sequence, states[sequence], Token);
            }
        }, Token);

        do
        {
            var snapshot = await Store.ReadSnapshotAsync(Log, Token);
            Assert.NotNull(snapshot);
            Assert.True(snapshot.State.Span.SequenceEqual(states[snapshot.Sequence]), $"Snapshot {snapshot.Sequence} is not whole.");
        }
        while (!saving.IsCompleted);

        await saving;
    }

    [Fact]
    public async Task Keeps_the_old_snapshot_when_saving_the_next_is_given_up()
    {
        await Store.SaveSnapshotAsync(Log, 1, new byte[] { 1 }, Token);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.SaveSnapshotAsync(Log, 2, new byte[] { 2 }, cancelled));

        await AssertSnapshotAsync(1, [1]);
    }

    [Fact]
    public async Task Removes_a_snapshot_and_nothing_else()
    {
        var batch = new LogBatch(Guid.NewGuid(), new byte[] { 7 });
        await Store.AppendAsync(Log, 1, batch, null, Token);
        await Store.SaveSnapshotAsync(Log, 9, RandomState(3_000_000, 1), Token);
        await Store.SaveSnapshotAsync("other", 1, new byte[] { 1 }, Token);

        await Store.RemoveSnapshotAsync(Log, Token);
        await Store.RemoveSnapshotAsync("never", Token);

        Assert.Null(await Store.ReadSnapshotAsync(Log, Token));
        Assert.NotNull(await Store.ReadSnapshotAsync("other", Token));
        Assert.Equal(1, await Store.LastSequenceAsync(Log, Token));
        await ReopenAsync();
        Assert.Null(await Store.ReadSnapshotAsync(Log, Token));

        // None is there that an earlier one would be ignored for.
        await Store.SaveSnapshotAsync(Log, 2, new byte[] { 2 }, Token);
        await AssertSnapshotAsync(2, [2]);
    }

    private async Task AssertSnapshotAsync(long sequence, byte[] state)
    {
        var snapshot = await Store.ReadSnapshotAsync(Log, Token);
        Assert.Equal(sequence, snapshot?.Sequence);
        Assert.True(snapshot!.State.Span.SequenceEqual(state), "The state differs from what was saved.");
    }

    private static byte[] RandomState(int length, int seed)
    {
        var state = new byte[length];
        new Random(seed).NextBytes(state);
        return state;
    }
}
