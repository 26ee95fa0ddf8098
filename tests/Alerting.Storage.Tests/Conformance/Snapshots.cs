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

    [Fact]
    public async Task Lists_the_snapshots_of_a_prefix_with_their_sequences_and_no_others()
    {
        foreach (var (name, sequence) in new[] { ("part/IQ-AN/b", 7L), ("part/IQ-AN/a", 9), ("part/IQ-AN2/a", 1), ("part/IQ", 2), ("part/IQ-AN/c", 3) })
        {
            await Store.SaveSnapshotAsync(name, sequence, new byte[] { 1 }, Token);
        }

        await Store.AppendAsync("part/IQ-AN/log", 1, new LogBatch(Guid.NewGuid(), new byte[] { 7 }), null, Token);
        await Store.RemoveSnapshotAsync("part/IQ-AN/c", Token);
        await Store.SaveSnapshotAsync("part/IQ-AN/b", 8, new byte[] { 2 }, Token);
        await Store.SaveSnapshotAsync("part/IQ-AN/b", 5, new byte[] { 3 }, Token);

        Assert.Equal([new("part/IQ-AN/a", 9), new("part/IQ-AN/b", 8)], await SnapshotsAsync("part/IQ-AN/"));
        Assert.Equal(["part/IQ", "part/IQ-AN/a", "part/IQ-AN/b", "part/IQ-AN2/a"], (await SnapshotsAsync("")).Select(static s => s.Log));
        Assert.Empty(await SnapshotsAsync("part/IQ-AN/c"));
        Assert.Empty(await SnapshotsAsync("?"));
        await ReopenAsync();
        Assert.Equal(4, (await SnapshotsAsync("part/")).Count);
    }

    [Fact]
    public async Task Lists_more_snapshots_than_a_page_has()
    {
        var names = Enumerable.Range(0, 2_500).Select(static number => $"part/{number:D5}").ToList();
        await Parallel.ForEachAsync(names, Many, async (name, token) => await Store.SaveSnapshotAsync(name, 1, new byte[] { 1 }, token));

        Assert.Equal(names, (await SnapshotsAsync("part/")).Select(static s => s.Log));
    }

    [Fact]
    public async Task Reads_all_snapshots_of_a_prefix_small_and_large_and_empty()
    {
        var states = Enumerable.Range(0, 1_200).ToDictionary(
            static number => $"shown/{number:D5}",
            static number => number switch
            {
                7 => [],
                11 => RandomState(3_000_000, number),
                13 => RandomState(1 << 20, number),
                _ => RandomState(40, number),
            });
        await Parallel.ForEachAsync(states, Many, async (state, token) =>
            await Store.SaveSnapshotAsync(state.Key, 5, state.Value, token));
        await Store.SaveSnapshotAsync("shown", 1, new byte[] { 1 }, Token);
        await Store.SaveSnapshotAsync("shown0", 1, new byte[] { 1 }, Token);
        await Store.SaveSnapshotAsync("shown/00003", 6, new byte[] { 9 }, Token);
        states["shown/00003"] = [9];
        await ReopenAsync();

        var read = await Store.ReadSnapshotsAsync("shown/", Token).ToListAsync(Token);

        Assert.Equal(states.Keys.Order(StringComparer.Ordinal), read.Select(static state => state.Log));
        Assert.All(read, state => Assert.True(
            state.Snapshot.Sequence == (state.Log == "shown/00003" ? 6 : 5) && state.Snapshot.State.Span.SequenceEqual(states[state.Log]),
            state.Log));
        Assert.Empty(await Store.ReadSnapshotsAsync("?", Token).ToListAsync(Token));
    }

    private static ParallelOptions Many => new() { MaxDegreeOfParallelism = 64, CancellationToken = Token };

    private async Task<List<SnapshotName>> SnapshotsAsync(string prefix) => await Store.ListSnapshotsAsync(prefix, Token).ToListAsync(Token);

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
