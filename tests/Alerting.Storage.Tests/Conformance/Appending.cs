using Alerting.Storage.Logs;

namespace Alerting.Storage.Tests.Conformance;

public abstract partial class LogStoreConformance
{
    [Fact]
    public async Task Gives_back_what_was_appended_in_order()
    {
        var batches = await FillAsync(Log, 5);

        AssertEntries(batches, 1, await ReadAsync(Log));
        Assert.Equal(5, await Store.LastSequenceAsync(Log, Token));
    }

    [Fact]
    public async Task Keeps_empty_binary_and_large_payloads_as_they_are()
    {
        var large = new byte[5_000_000];
        new Random(7).NextBytes(large);
        LogBatch[] batches =
        [
            new(Guid.NewGuid(), ReadOnlyMemory<byte>.Empty),
            new(Guid.NewGuid(), new byte[] { 0, 13, 10, 255, 0 }),
            new(Guid.Empty, large),
            new(Guid.NewGuid(), large.AsMemory(1_000, 4_000)),
        ];
        for (var index = 0; index < batches.Length; index++)
        {
            Assert.Equal(AppendResult.Stored, await AppendAsync(Log, index + 1, batches[index]));
        }

        AssertEntries(batches, 1, await ReadAsync(Log));
    }

    [Fact]
    public async Task Has_nothing_of_a_log_that_was_never_written()
    {
        Assert.Empty(await ReadAsync(Log));
        Assert.Equal(0, await Store.LastSequenceAsync(Log, Token));
        Assert.Null(await Store.ReadSnapshotAsync(Log, Token));
        await Store.TrimAsync(Log, 10, Token);
        await Store.SetWakeAsync(Log, 0, null, Token);
        Assert.Empty(await Store.ListAsync("", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Answers_stored_when_the_same_batch_comes_again_and_keeps_it_once()
    {
        var batches = await FillAsync(Log, 3);

        Assert.Equal(AppendResult.Stored, await AppendAsync(Log, 3, batches[2]));
        Assert.Equal(AppendResult.Stored, await AppendAsync(Log, 1, batches[0]));

        AssertEntries(batches, 1, await ReadAsync(Log));
    }

    [Fact]
    public async Task Refuses_another_batch_at_a_sequence_that_is_taken()
    {
        var batches = await FillAsync(Log, 3);

        Assert.Equal(AppendResult.Refused, await AppendAsync(Log, 3, Batch("other")));
        Assert.Equal(AppendResult.Refused, await AppendAsync(Log, 1, Batch("other")));
        Assert.Equal(AppendResult.Refused, await AppendAsync(Log, 2, batches[2]));

        AssertEntries(batches, 1, await ReadAsync(Log));
    }

    [Fact]
    public async Task Refuses_a_gap()
    {
        Assert.Equal(AppendResult.Refused, await AppendAsync(Log, 2, Batch("too early")));
        var batches = await FillAsync(Log, 2);
        Assert.Equal(AppendResult.Refused, await AppendAsync(Log, 4, Batch("too early")));

        AssertEntries(batches, 1, await ReadAsync(Log));
        Assert.Equal([Log], await Store.ListAsync("", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Refuses_a_batch_that_was_trimmed_away()
    {
        var batches = await FillAsync(Log, 3);
        await Store.TrimAsync(Log, 3, Token);

        Assert.Equal(AppendResult.Refused, await AppendAsync(Log, 1, batches[0]));
    }

    [Fact]
    public async Task Stores_many_logs_at_once_and_keeps_them_apart()
    {
        const int Logs = 40;
        var written = await Task.WhenAll(Enumerable.Range(0, Logs).Select(number => FillAsync($"log:{number}", 25)));

        for (var number = 0; number < Logs; number++)
        {
            AssertEntries(written[number], 1, await ReadAsync($"log:{number}"));
        }
    }

    [Fact]
    public async Task Lets_exactly_one_of_several_writers_win_each_sequence()
    {
        const int Writers = 8;
        const int Sequences = 50;
        var wins = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var won = new List<(long Sequence, Guid Id)>();
            for (var sequence = 1L; sequence <= Sequences; sequence++)
            {
                var batch = Batch($"writer {writer}");
                var result = await AppendAsync(Log, sequence, batch);
                if (result == AppendResult.Stored)
                {
                    won.Add((sequence, batch.Id));
                }
            }

            return won;
        }));

        var stored = await ReadAsync(Log);
        Assert.Equal(Sequences, stored.Count);
        Assert.Equal(stored.Select(entry => (entry.Sequence, entry.BatchId)), wins.SelectMany(won => won).Order());
    }

    [Fact]
    public async Task Does_not_let_a_refused_append_harm_its_neighbours()
    {
        await FillAsync(Log, 1);

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => number % 2 == 0
            ? AppendAsync($"log:{number}", 1, Batch("good"))
            : AppendAsync(Log, number % 4 == 1 ? 1 : 100, Batch("refused"))));

        Assert.Equal(Enumerable.Range(0, 100).Select(number => number % 2 == 0 ? AppendResult.Stored : AppendResult.Refused), results);
    }

    [Fact]
    public async Task Stores_nothing_for_a_caller_that_had_given_up_before()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.AppendAsync(Log, 1, Batch("late"), null, cancelled));

        Assert.Equal(0, await Store.LastSequenceAsync(Log, Token));
    }

    [Fact]
    public async Task Lets_callers_give_up_at_any_instant_and_stays_whole()
    {
        var batches = new List<LogBatch>();
        using var source = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (true)
            {
                batches.Add(Batch($"{batches.Count}"));
                await Store.AppendAsync(Log, batches.Count, batches[^1], null, source.Token);
            }
        }, Token);
        while (await Store.LastSequenceAsync(Log, Token) < 20)
        {
        }

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);

        // The last one may be stored or not; the same batch settles it.
        Assert.Equal(AppendResult.Stored, await AppendAsync(Log, batches.Count, batches[^1]));
        AssertEntries(batches, 1, await ReadAsync(Log));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("umläut")]
    [InlineData("brace{s}")]
    public async Task Refuses_what_is_not_a_log_name(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(name, 1, Batch("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.LastSequenceAsync(name, Token));
    }

    [Fact]
    public async Task Takes_the_longest_name_and_refuses_a_longer_one()
    {
        Assert.Equal(AppendResult.Stored, await AppendAsync(new string('a', 256), 1, Batch("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(new string('a', 257), 1, Batch("x")));
    }

    [Fact]
    public async Task Refuses_sequences_below_one() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => AppendAsync(Log, 0, Batch("x")));
}
