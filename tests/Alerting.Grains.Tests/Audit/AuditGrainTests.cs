using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Grains.Retention;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Grains.Thresholds;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Audit;

/// <summary>The audit log takes every record once, in one order without gaps, and loses none but by age.</summary>
public sealed class AuditGrainTests
{
    private static readonly string s_long = $"\"{new string('x', 20_000)}\"";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestStore.All), MemberType = typeof(TestStore))]
    public async Task What_was_taken_is_there_once_and_in_order_also_after_the_activation(string name)
    {
        await using var store = await TestStore.OpenAsync(name);
        await using var cluster = await AlertingCluster.StartAsync(store.Log);
        var audit = Audit(cluster);
        Assert.Equal(0, await audit.CursorAsync("keys"));
        Assert.Equal(4, await audit.AppendAsync(
            "keys", [Records.Batch(2, Records.Of(1), Records.Of(2)), Records.Batch(4, Records.Of(3, action: "key.created"))]));
        Assert.Equal(1, await audit.AppendAsync("region/IQ-AN", [Records.Batch(1, Records.Of(4, actor: "2", region: "IQ-AN"))]));

        // Again, for its answer was lost, with what is new.
        Assert.Equal(7, await audit.AppendAsync("keys", [
            Records.Batch(4, Records.Of(3, action: "key.created")), Records.Batch(7, Records.Of(5, target: "u", region: "SE-AB"))]));
        await audit.NoteAsync([Records.Of(6, action: "sign-in.refused")]);

        for (var activation = 0; activation < 3; activation++)
        {
            var page = await audit.ReadAsync(Records.All);
            Assert.Equal(
                Enumerable.Range(1, 6).Select(static n => (n, $"reason {n}")),
                page.Items.Select(static i => ((int)i.Seq, i.Record.Reason!)));
            Assert.Equal(Records.Of(5, target: "u", region: "SE-AB"), page.Items[4].Record);
            Assert.Null(page.Next);
            Assert.Equal((7, 1), (await audit.CursorAsync("keys"), await audit.CursorAsync("region/IQ-AN")));
            Assert.Equal([4], await SeqsAsync(audit, Records.All with { Actor = "2" }));
            Assert.Equal([4], await SeqsAsync(audit, Records.All with { Actor = "name of 2" }));
            Assert.Equal([1, 2, 4, 5], await SeqsAsync(audit, Records.All with { Action = "threshold" }));
            Assert.Equal([3], await SeqsAsync(audit, Records.All with { Action = "key.created" }));
            Assert.Empty(await SeqsAsync(audit, Records.All with { Action = "key.cre" }));
            Assert.Equal([5], await SeqsAsync(audit, Records.All with { Target = "u" }));
            Assert.Equal([4], await SeqsAsync(audit, Records.All with { Regions = ["IQ"] }));
            Assert.Equal([4, 5], await SeqsAsync(audit, Records.All with { Regions = ["IQ-AN", "SE"] }));
            var first = await audit.ReadAsync(Records.All with { Limit = 2, Action = "threshold" });
            Assert.Equal(2, first.Next);
            Assert.Equal([4, 5], await SeqsAsync(audit, Records.All with { After = 2, Action = "threshold" }));
            Assert.Empty(await SeqsAsync(audit, Records.All with { After = 1_000 }));
            await cluster.DeactivateAsync(audit);
        }
    }

    [Fact]
    public async Task Appends_that_fail_and_answers_that_are_lost_neither_double_an_entry_nor_leave_a_gap()
    {
        var store = new FaultyLogStore(new InMemoryLogStore());
        await using var cluster = await AlertingCluster.StartAsync(store);
        for (var i = 1; i <= 12; i++)
        {
            switch (i % 3)
            {
                case 0:
                    store.FailNext("audit");
                    break;
                case 1:
                    store.LoseAnswer("audit");
                    break;
                default:
                    store.LoseRequest("audit");
                    break;
            }

            await cluster.Catalog.PutAsync(Sample.Threshold("t", Measure.Killed, i, "PT1H"), "ann", $"reason {i}", null);
        }

        await HasAsync(cluster, 12);
        var items = (await Audit(cluster).ReadAsync(Records.All)).Items;
        Assert.Equal(
            Enumerable.Range(1, 12).Select(static n => ((long)n, $"reason {n}")), items.Select(static i => (i.Seq, i.Record.Reason!)));
    }

    [Theory]
    [MemberData(nameof(TestStore.All), MemberType = typeof(TestStore))]
    public async Task A_change_whose_record_was_not_forwarded_when_the_process_died_has_its_entry_though_nobody_asks_its_owner(string name)
    {
        await using var store = await TestStore.OpenAsync(name);
        var before = await AlertingCluster.StartAsync(store.Log);
        await before.Catalog.VersionsAsync("t");
        store.Log.Hold("audit");
        await before.Catalog.PutAsync(Sample.Threshold("t", Measure.Killed, 5, "PT1H"), "ann", "reason 1", null);
        await Wait.UntilAsync(() => store.Log.AppendsOf("audit") > 0, "the record is being forwarded");
        store.Log.FailNext("audit");
        await before.KillAsync();
        store.Log.Release("audit");
        Assert.Equal(0, await store.Log.LastSequenceAsync("audit", Token));

        await using var after = await AlertingCluster.StartAsync(store.Log);
        await HasAsync(after, 1);
        var entry = (await Audit(after).ReadAsync(Records.All)).Items[0].Record;
        Assert.Equal(("threshold.created", "t", "ann", "reason 1"), (entry.Action, entry.Target, entry.Actor.Name, entry.Reason));
        Assert.Equal(1, await Audit(after).CursorAsync("thresholds"));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task What_is_older_than_the_retention_goes_and_who_is_behind_is_told_what_is_left(string name)
    {
        const int days = 120;
        var clock = new FakeTimeProvider(Records.Start);
        await using var opened = await TestStore.OpenAsync(name);
        var store = opened.Log;
        var retention = AlertingCluster.Forever with { Audit = TimeSpan.FromDays(30) };
        await using var cluster = await AlertingCluster.StartAsync(store, clock: clock, retention: retention);
        var audit = Audit(cluster);
        for (var day = 1; day <= days; day++)
        {
            await audit.AppendAsync("keys", [Records.Batch(day, Records.Of(day) with { Before = s_long })]);
            clock.Advance(TimeSpan.FromDays(1));
        }

        // Snapshots are taken in quiet times where there is something new, and the log gets shorter with the one after the next.
        var looks = 0;
        var last = days;
        var first = 0L;
        await Wait.UntilAsync(
            async () =>
            {
                if (looks++ % 20 == 0)
                {
                    last++;
                    await audit.AppendAsync("keys", [Records.Batch(last, Records.Of(last) with { Before = s_long })]);
                }

                clock.Advance(TimeSpan.FromSeconds(1));
                return (first = (await audit.ReadAsync(Records.All with { Limit = 1 })).Items[0].Seq) > days - 40
                    && await FirstEntryAsync(store) > 1;
            },
            "what is old has gone from the audit log",
            () => $"The first entry is {first}, the last {last}.");

        Assert.InRange(first, days - 40, days - 28);
        Assert.Equal(first, (await Assert.ThrowsAsync<LogTrimmedException>(() => audit.ReadAsync(Records.All with { After = 5 }))).First);
        Assert.Equal(
            Enumerable.Range((int)first, last - (int)first + 1).Select(static n => ((long)n, $"reason {n}")),
            (await audit.ReadAsync(Records.All)).Items.Select(static i => (i.Seq, i.Record.Reason!)));
        Assert.Equal(last, await audit.CursorAsync("keys"));
        await cluster.DeactivateAsync(audit);
        Assert.Equal([last], await SeqsAsync(audit, Records.All with { After = last - 1 }));
    }

    private static IAuditGrain Audit(AlertingCluster cluster) => cluster.Client.GetGrain<IAuditGrain>(IAuditGrain.Key);

    private static async Task<IEnumerable<long>> SeqsAsync(IAuditGrain audit, AuditQuery query) =>
        (await audit.ReadAsync(query)).Items.Select(static item => item.Seq);

    private static Task HasAsync(AlertingCluster cluster, int count) => Wait.UntilAsync(
        async () =>
        {
            try
            {
                return (await Audit(cluster).ReadAsync(Records.All)).Items.Count == count;
            }
            catch (LogStoreUnavailableException)
            {
                // The activation whose append failed is being replaced.
                return false;
            }
        },
        $"the audit log has {count} entries");

    private static async Task<long> FirstEntryAsync(FaultyLogStore store)
    {
        try
        {
            await foreach (var entry in store.ReadAsync("audit", 1, Token))
            {
                return entry.Sequence;
            }

            return 0;
        }
        catch (LogTrimmedException trimmed)
        {
            return trimmed.First;
        }
    }
}
