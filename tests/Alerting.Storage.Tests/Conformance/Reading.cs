using Alerting.Storage.Logs;

namespace Alerting.Storage.Tests.Conformance;

public abstract partial class LogStoreConformance
{
    [Fact]
    public async Task Reads_from_the_middle_and_from_beyond_the_end()
    {
        var batches = await FillAsync(Log, 10);

        AssertEntries(batches[6..], 7, await ReadAsync(Log, 7));
        Assert.Empty(await ReadAsync(Log, 11));
        Assert.Empty(await ReadAsync(Log, long.MaxValue / 2));
    }

    [Fact]
    public async Task Reads_a_log_of_many_pages()
    {
        var batches = Enumerable.Range(0, 3_000).Select(number => new LogBatch(Guid.NewGuid(), new byte[number % 1_500])).ToArray();
        await FillAtOnceAsync(Log, batches);

        AssertEntries(batches, 1, await ReadAsync(Log));
        AssertEntries(batches[1_500..], 1_501, await ReadAsync(Log, 1_501));
    }

    [Fact]
    public async Task Reads_entries_that_are_appended_while_it_reads()
    {
        await FillAsync(Log, 2);
        var sequences = new List<long>();

        // Each page read may bring what was appended since; the reader ends only at the end it reaches.
        await foreach (var entry in Store.ReadAsync(Log, 1, Token))
        {
            sequences.Add(entry.Sequence);
            if (sequences.Count == 1)
            {
                await AppendAsync(Log, 3, Batch("later"));
            }
        }

        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(number => (long)number), sequences);
        Assert.InRange(sequences.Count, 2, 3);
    }

    [Fact]
    public async Task Tells_a_reader_behind_the_trim_where_the_log_starts()
    {
        var batches = await FillAsync(Log, 10);
        await Store.TrimAsync(Log, 6, Token);

        var exception = await Assert.ThrowsAsync<LogTrimmedException>(async () => await ReadAsync(Log, 3));

        Assert.Equal(3, exception.Requested);
        Assert.Equal(6, exception.First);
        AssertEntries(batches[5..], 6, await ReadAsync(Log, 6));
    }

    [Fact]
    public async Task Keeps_the_last_entry_whatever_is_trimmed()
    {
        var batches = await FillAsync(Log, 4);

        await Store.TrimAsync(Log, 1_000, Token);

        AssertEntries(batches[3..], 4, await ReadAsync(Log, 4));
        Assert.Equal(4, await Store.LastSequenceAsync(Log, Token));
        Assert.Equal([Log], await Store.ListAsync("", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Trims_only_the_log_that_is_named_and_goes_on_appending()
    {
        var others = await FillAsync("region:IQ-AM", 5);
        var neighbours = await FillAsync("region:IQ-AN2", 5);
        await FillAsync(Log, 5);
        await Store.TrimAsync(Log, 5, Token);
        await Store.TrimAsync(Log, 2, Token);

        Assert.Equal(AppendResult.Stored, await AppendAsync(Log, 6, Batch("six")));

        Assert.Equal([5L, 6L], (await ReadAsync(Log, 5)).Select(entry => entry.Sequence));
        AssertEntries(others, 1, await ReadAsync("region:IQ-AM"));
        AssertEntries(neighbours, 1, await ReadAsync("region:IQ-AN2"));
    }

    [Fact]
    public async Task Trims_more_than_one_step_at_once()
    {
        await FillAtOnceAsync(Log, [.. Enumerable.Range(1, 2_500).Select(number => Batch($"{number}"))]);

        await Store.TrimAsync(Log, 2_400, Token);

        Assert.Equal(101, (await ReadAsync(Log, 2_400)).Count);
        var exception = await Assert.ThrowsAsync<LogTrimmedException>(async () => await ReadAsync(Log, 2_399));
        Assert.Equal(2_400, exception.First);
    }

    [Fact]
    public async Task Keeps_everything_when_it_is_opened_again()
    {
        var wake = Noon.Ticks;
        var batches = await FillAsync(Log, 5);
        await FillAsync("other", 2);
        await AppendAsync("other", 3, Batch("three"), wake);
        await Store.SaveSnapshotAsync(Log, 4, new byte[] { 1, 2, 3 }, Token);
        await Store.TrimAsync(Log, 100, Token);

        await ReopenAsync();

        Assert.Equal(5, await Store.LastSequenceAsync(Log, Token));
        AssertEntries(batches[4..], 5, await ReadAsync(Log, 5));
        Assert.Equal([new DueLog("other", wake)], await Store.DueAsync(wake, 10, Token));
        Assert.Equal(4, (await Store.ReadSnapshotAsync(Log, Token))?.Sequence);
        Assert.Equal(["other", Log], await Store.ListAsync("", Token).ToListAsync(Token));
        Assert.Equal(AppendResult.Refused, await AppendAsync(Log, 5, Batch("stale")));
        Assert.Equal(AppendResult.Stored, await AppendAsync(Log, 5, batches[4]));
        Assert.Equal(AppendResult.Stored, await AppendAsync(Log, 6, Batch("six")));
    }

    [Fact]
    public async Task Stops_reading_when_cancelled()
    {
        await FillAsync(Log, 3);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Store.ReadAsync(Log, 1, source.Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Lists_names_by_prefix_in_ordinal_order()
    {
        string[] names = ["a", "a-b", "a.b", "a/b", "a:b", "a_b", "aB", "ab", "A", "B", "b:1", "b:10", "b:2", "0", "a%b".Replace('%', 'Z')];
        await Task.WhenAll(names.Select(name => AppendAsync(name, 1, Batch(name))));

        foreach (var prefix in (string[])["", "a", "a:", "a_", "b:1", "Z", "ab", "abc", "A"])
        {
            Assert.Equal(
                names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
                await Store.ListAsync(prefix, Token).ToListAsync(Token));
        }

        Assert.Empty(await Store.ListAsync("a%", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Lists_more_names_than_fit_a_page()
    {
        var names = Enumerable.Range(0, 2_500).Select(number => $"region:{number:D5}").ToArray();
        await Task.WhenAll(names.Select(name => AppendAsync(name, 1, Batch(name))));

        Assert.Equal(names, await Store.ListAsync("region:", Token).ToListAsync(Token));
        Assert.Equal(names.Select(static name => new LogHead(name, 1)), await Store.ListHeadsAsync("region:", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Tells_how_far_logs_have_got_no_less_than_was_answered_before()
    {
        var answered = Enumerable.Range(0, 40).ToDictionary(static number => $"region:{number:D2}", static _ => 0L);
        var appending = Parallel.ForEachAsync(answered.Keys.ToList(), Token, async (log, _) =>
        {
            for (var sequence = 1L; sequence <= 50; sequence++)
            {
                await AppendAsync(log, sequence, Batch(log));
                lock (answered)
                {
                    answered[log] = sequence;
                }
            }
        });
        bool isOver;
        do
        {
            isOver = appending.IsCompleted;
            Dictionary<string, long> least;
            lock (answered)
            {
                least = answered.Where(static log => log.Value > 0).ToDictionary();
            }

            var heads = await Store.ListHeadsAsync("region:", Token).ToDictionaryAsync(
                static head => head.Log, static head => head.Sequence, cancellationToken: Token);
            Assert.All(least, log => Assert.InRange(heads.GetValueOrDefault(log.Key), log.Value, 50));
        }
        while (!isOver);

        await appending;
    }
}
