using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Orleans.Streams;
using Xunit;

namespace Alerting.Grains.Tests.Alerts;

public sealed class AlertLedgerTests : IAsyncLifetime
{
    private readonly InMemoryLogStore _inner = new();
    private readonly FaultyLogStore _store;
    private readonly FollowerProbe _probe = new();
    private AlertingCluster _cluster = null!;

    public AlertLedgerTests() => _store = new FaultyLogStore(_inner);

    private IAlertLedgerGrain Ledger => _cluster.Ledger;

    public async ValueTask InitializeAsync() => _cluster = await AlertingCluster.StartAsync(_store, _probe);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Each_revision_gets_one_seq_without_gaps_however_often_and_in_what_pieces_it_is_sent()
    {
        string[] regions = ["IQ-AN", "IQ-BG", "IQ-NI", "SY-DI"];
        var random = new Random(2014);
        var sends = regions.Select(async region =>
        {
            var entries = Enumerable.Range(1, 40).Select(s => AlertBuilder.Entry(region, s * 3)).ToList();
            var known = 0L;
            while (known < entries[^1].Sequence)
            {
                // What was sent before, some of it again, in any order, and some that is new.
                int skip, take;
                lock (random)
                {
                    skip = random.Next((int)(known / 3) + 1);
                    take = random.Next(1, 15);
                }

                var piece = entries.Skip(skip).Take(take).Reverse().ToList();
                var answers = await Task.WhenAll(Ledger.AppendAsync(region, piece), Ledger.AppendAsync(region, piece));
                known = Math.Max(known, answers.Max());
            }

            Assert.Equal(known, await Ledger.CursorAsync(region));
        });
        await Task.WhenAll(sends);

        var all = await Ledger.ReadAsync(0, 1_000);
        Assert.Equal(Enumerable.Range(1, 160).Select(s => (long)s), all.Select(a => a.Seq));
        Assert.Equal(160, all.Select(a => a.AlertId).Distinct().Count());
        foreach (var region in regions)
        {
            var ordinals = all.Where(a => a.Region.Code == region).Select(a => int.Parse(a.AlertId.Split('.')[2]));
            Assert.Equal(Enumerable.Range(1, 40).Select(o => o * 3), ordinals);
        }
    }

    [Fact]
    public async Task Nothing_is_shown_before_it_is_durable_and_a_failed_append_leaves_no_gap()
    {
        await Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", 1)]);
        _store.Hold("ledger");
        _store.FailNext("ledger");
        var lost = Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", 2)]);
        await Wait.UntilAsync(() => _store.AppendsOf("ledger") == 2, "the append has started");

        Assert.Equal(1, await Ledger.HeadAsync());
        Assert.Single(await Ledger.ReadAsync(0, 10));
        Assert.Single((await ListAsync(new AlertQuery(null, [], Severity.Notice, 0, 10))).Items);
        Assert.Null(await Ledger.GetAsync("IQ-AN.simultaneous-assaults.2"));

        _store.Release("ledger");
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => lost);
        await Wait.UntilAsync(async () => await CanAppend("IQ-BG", 9), "the next activation takes revisions");
        Assert.Equal([1L, 2L], (await Ledger.ReadAsync(0, 10)).Select(a => a.Seq));
        Assert.Equal(1, await Ledger.CursorAsync("IQ-AN"));
    }

    [Fact]
    public async Task Alerts_are_listed_in_their_latest_revision_filtered_and_in_pages()
    {
        await Ledger.AppendAsync("IQ-AN", [new RegionRevisions(1, [
            AlertBuilder.Revision("IQ-AN", 1, severity: Severity.Critical),
            AlertBuilder.Revision("IQ-AN", 2, severity: Severity.Warning),
            AlertBuilder.Revision("IQ-AN", 1, 2, AlertStatus.Cleared, Severity.Critical),
        ])]);
        await Ledger.AppendAsync("SY-DI", [AlertBuilder.Entry("SY-DI", 1)]);
        await Ledger.AppendAsync("IQ-BG", [AlertBuilder.Entry("IQ-BG", 1)]);

        Assert.Equal([2, 3, 4, 5], await Seqs(new AlertQuery(null, [], Severity.Notice, 0, 10)));
        Assert.Equal([2, 4, 5], await Seqs(new AlertQuery(AlertStatus.Open, [], Severity.Notice, 0, 10)));
        Assert.Equal([3], await Seqs(new AlertQuery(AlertStatus.Cleared, [], Severity.Notice, 0, 10)));
        Assert.Equal([2, 3, 5], await Seqs(new AlertQuery(null, ["IQ"], Severity.Notice, 0, 10)));
        Assert.Equal([3, 4, 5], await Seqs(new AlertQuery(null, [], Severity.Severe, 0, 10)));
        Assert.Empty(await Seqs(new AlertQuery(null, [], Severity.Notice, 5, 10)));

        var first = await ListAsync(new AlertQuery(null, [], Severity.Notice, 0, 2));
        Assert.Equal(3, first.Next);
        var second = await ListAsync(new AlertQuery(null, [], Severity.Notice, 3, 2));
        Assert.Equal((5L, null), (second.Items[^1].Seq, second.Next));
        Assert.Equal([1L, 3L], (await RevisionsAsync("IQ-AN.simultaneous-assaults.1", 0, 10))!.Select(a => a.Seq));
        Assert.Equal([1L], (await RevisionsAsync("IQ-AN.simultaneous-assaults.1", 0, 1))!.Select(a => a.Seq));
        Assert.Equal([3L], (await RevisionsAsync("IQ-AN.simultaneous-assaults.1", 1, 10))!.Select(a => a.Seq));
        Assert.Empty((await RevisionsAsync("IQ-AN.simultaneous-assaults.1", 2, 10))!);
        Assert.Null(await RevisionsAsync("IQ-AN.simultaneous-assaults.9", 0, 10));
        Assert.Empty(await Ledger.ReadAsync(long.MaxValue, 10));
    }

    [Fact]
    public async Task What_was_taken_before_a_snapshot_is_read_back_from_the_log()
    {
        for (var sequence = 1; sequence <= 30; sequence++)
        {
            await Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", sequence, ballast: 4_000)]);
        }

        var before = await Ledger.ReadAsync(0, 100);
        var listed = await ListAsync(new AlertQuery(null, ["IQ"], Severity.Notice, 5, 7));
        await _cluster.DeactivateAsync(Ledger);
        Assert.Equal(30, (await _inner.ReadSnapshotAsync("ledger", default))?.Sequence);

        Assert.Equal(before.Select(Key), (await Ledger.ReadAsync(0, 100)).Select(Key));
        Assert.Equal(listed.Items.Select(Key), (await ListAsync(new AlertQuery(null, ["IQ"], Severity.Notice, 5, 7))).Items.Select(Key));
        Assert.Equal(30, await Ledger.CursorAsync("IQ-AN"));
        Assert.Equal("Al Anbār", (await Ledger.GetAsync("IQ-AN.simultaneous-assaults.17"))!.Region.Name);
        await Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", 31)]);
        Assert.Equal(31, await Ledger.HeadAsync());
    }

    [Fact]
    public async Task A_follower_is_told_until_it_has_everything_even_if_it_fails_and_takes_little_at_a_time()
    {
        _probe.Failures = 3;
        _probe.AtATime = 2;
        await Ledger.AppendAsync("IQ-AN", [.. Enumerable.Range(1, 9).Select(s => AlertBuilder.Entry("IQ-AN", s))]);
        Assert.Equal(9, await Ledger.FollowAsync("late", null));
        Assert.Equal(0, await Ledger.FollowAsync("desk", 0));

        await Wait.UntilAsync(() => _probe.CountOf("desk") == 9, "the follower has all revisions");

        Assert.Equal(Enumerable.Range(1, 9).Select(s => (long)s), _probe.Taken["desk"].Select(a => a.Seq));
        Assert.Equal(0, _probe.CountOf("late"));
        Assert.Equal(9, await Ledger.FollowAsync("late", null));
    }

    [Fact]
    public async Task Who_does_not_follow_any_more_is_not_told_any_more()
    {
        await Ledger.FollowAsync("desk", null);
        await Ledger.FollowAsync("other", null);
        await Ledger.UnfollowAsync("desk");
        await _cluster.DeactivateAsync(Ledger);
        await Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", 1)]);

        await Wait.UntilAsync(() => _probe.CountOf("other") == 1, "the other follower is told");
        Assert.Equal(0, _probe.CountOf("desk"));
    }

    [Fact]
    public async Task A_follower_that_fails_does_not_hold_the_ledger()
    {
        _probe.Failures = int.MaxValue;
        await Ledger.FollowAsync("desk", null);
        for (var sequence = 1; sequence <= 5; sequence++)
        {
            await Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", sequence)]);
        }

        Assert.NotNull(_inner.WakeOf("ledger"));
        _probe.Failures = 0;
        await Wait.UntilAsync(() => _probe.CountOf("desk") == 5, "the follower catches up");
        await Wait.UntilAsync(() => _inner.WakeOf("ledger") is null, "nothing is due when all have acknowledged");
    }

    [Fact]
    public async Task New_revisions_are_published_as_hints()
    {
        var heard = new System.Collections.Concurrent.ConcurrentQueue<long>();
        var stream = _cluster.Client.GetStreamProvider(IAlertLedgerGrain.Stream)
            .GetStream<IReadOnlyList<Alert>>(StreamId.Create(IAlertLedgerGrain.Stream, IAlertLedgerGrain.Key));
        await stream.SubscribeAsync((revisions, _) =>
        {
            foreach (var revision in revisions)
            {
                heard.Enqueue(revision.Seq);
            }

            return Task.CompletedTask;
        });

        await Ledger.AppendAsync("IQ-AN", [AlertBuilder.Entry("IQ-AN", 1), AlertBuilder.Entry("IQ-AN", 2)]);

        await Wait.UntilAsync(() => heard.Count == 2, "the hint has arrived");
        Assert.Equal([1L, 2L], heard);
    }

    private static (string, int, long, string) Key(Alert alert) => (alert.AlertId, alert.Revision, alert.Seq, alert.Explanation);

    private async Task<IEnumerable<int>> Seqs(AlertQuery query) => (await ListAsync(query)).Items.Select(a => (int)a.Seq);

    private async Task<(IReadOnlyList<Alert> Items, long? Next)> ListAsync(AlertQuery query)
    {
        var page = await Ledger.SelectAsync(query);
        return (await ReadAsync(page.Seqs), page.Next);
    }

    private async Task<IReadOnlyList<Alert>?> RevisionsAsync(string alertId, int after, int limit) =>
        await Ledger.SelectRevisionsAsync(alertId, after, limit) is { } seqs ? await ReadAsync(seqs) : null;

    private async Task<IReadOnlyList<Alert>> ReadAsync(IReadOnlyList<long> seqs) =>
        [.. (await Ledger.ReadSelectedAsync(seqs)).Select(revision => revision.Alert)];

    private async Task<bool> CanAppend(string region, long sequence)
    {
        try
        {
            return await Ledger.AppendAsync(region, [AlertBuilder.Entry(region, sequence)]) == sequence;
        }
        catch (LogStoreUnavailableException)
        {
            return false;
        }
    }
}
