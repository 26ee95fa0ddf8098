using System.Text.Json;
using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Tests.Logs;
using Alerting.Storage.Logs;
using Xunit;

namespace Alerting.Grains.Tests.Alerts;

public sealed class LedgerBodiesTests
{
    private const string Log = "ledger";
    private const int Ballast = 40_000;

    private readonly InMemoryLogStore _store = new();
    private readonly LedgerIndex _index = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    public async Task An_answer_holds_a_bounded_number_of_bytes_and_the_next_goes_on_behind_it(int perEntry)
    {
        var all = await FillAsync(60, perEntry);
        var bodies = new LedgerBodies(_store, Log, _index);
        var read = new List<Alert>();
        while (read.Count < all.Count)
        {
            var page = await bodies.ReadAsync(all.Skip(read.Count).Select(a => a.Seq), Token);
            Assert.InRange(page.Sum(AlertSize.Of), 1, LedgerBodies.MaxAnswerBytes);
            read.AddRange(page);
        }

        Assert.Equal(all.Select(a => a.Seq), read.Select(a => a.Seq));
        Assert.Equal(all.Select(a => a.AlertId), read.Select(a => a.AlertId));
    }

    [Fact]
    public async Task One_that_is_larger_than_an_answer_is_answered_alone()
    {
        var all = await FillAsync(2, 1, ballast: LedgerBodies.MaxAnswerBytes);
        var bodies = new LedgerBodies(_store, Log, _index);
        Assert.Equal(1, Assert.Single(await bodies.ReadAsync(all.Select(a => a.Seq), Token)).Seq);
        Assert.Equal(2, Assert.Single(await bodies.ReadAsync([2], Token)).Seq);
    }

    [Fact]
    public async Task What_is_far_apart_is_read_in_one_answer()
    {
        await FillAsync(60, 3, ballast: 0);
        var bodies = new LedgerBodies(_store, Log, _index);
        long[] seqs = [2, 3, 30, 59, 60];
        Assert.Equal(seqs, (await bodies.ReadAsync(seqs, Token)).Select(a => a.Seq));
    }

    [Fact]
    public void What_is_kept_in_memory_is_bounded_in_bytes()
    {
        var cache = new BodyCache(1 << 20);
        for (var seq = 1; seq <= 1_000; seq++)
        {
            cache.Add(Of(seq, Ballast));
            Assert.InRange(cache.Bytes, 1, 1 << 20);
        }

        Assert.NotNull(cache.Find(1_000));
        Assert.Null(cache.Find(1));
    }

    private static Alert Of(int seq, int ballast) => AlertBuilder.Revision("IQ-AN", seq, ballast: ballast) with { Seq = seq };

    /// <summary>Entries of so many revisions each in the log, and in the index.</summary>
    private async Task<List<Alert>> FillAsync(int count, int perEntry, int ballast = Ballast)
    {
        var all = Enumerable.Range(1, count).Select(seq => Of(seq, ballast)).ToList();
        var sequence = 0;
        foreach (var revisions in all.Chunk(perEntry))
        {
            var payload =
                JsonSerializer.SerializeToUtf8Bytes(new LedgerEntry { Revisions = [.. revisions] }, LedgerJson.Entry);
            await _store.AppendAsync(Log, ++sequence, new LogBatch(Guid.NewGuid(), payload), null, Token);
            _index.BeginEntry(sequence);
            foreach (var revision in revisions)
            {
                _index.Add(revision);
            }
        }

        return all;
    }
}
