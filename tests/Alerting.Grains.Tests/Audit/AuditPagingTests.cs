using System.Diagnostics;
using Alerting.Grains.Audit;
using Alerting.Grains.Tests.Hosting;
using Xunit;

namespace Alerting.Grains.Tests.Audit;

/// <summary>How long pages take on a real store, however many entries there are; with ALERTING_ATTACKS=full of a million.</summary>
public sealed class AuditPagingTests(ITestOutputHelper output)
{
    private const int Batch = 1_000;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task A_page_at_the_end_takes_as_long_as_one_at_the_beginning(string name)
    {
        var count = Environment.GetEnvironmentVariable("ALERTING_ATTACKS") == "full" ? 1_000_000 : 20_000;
        await using var store = await TestStore.OpenAsync(name);
        await using var cluster = await AlertingCluster.StartAsync(store.Log);
        var audit = cluster.Client.GetGrain<IAuditGrain>(IAuditGrain.Key);
        var started = Stopwatch.GetTimestamp();
        for (var first = 1; first <= count; first += Batch)
        {
            var records = Enumerable.Range(first, Batch)
                .Select(static n => Records.Of(n, $"{n % 97}", target: $"t{n}", region: "IQ-AN"));

            // As small as changes come: several of them in an entry of the log.
            await Task.WhenAll(records.Chunk(20).Select((some, i) => audit.AppendAsync($"log/{i}", [Records.Batch(first, some)])));
        }

        output.WriteLine($"{count} entries on {name} taken in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        var early = await TimedAsync(audit, "the first page of 100", Records.All with { Limit = 100, After = 1 });
        var late = await TimedAsync(audit, "the last page of 100", Records.All with { Limit = 100, After = count - 100 });
        await TimedAsync(audit, "the only entry of a target at the end", Records.All with { Limit = 100, Target = $"t{count}" });
        await TimedAsync(
            audit, "entries of one of 97 actors, at the end", Records.All with { Limit = 100, Actor = "13", After = count - 9_000 });
        await TimedAsync(audit, "an actor who never did anything", Records.All with { Limit = 100, Actor = "nobody" });
        Assert.True(late < early + TimeSpan.FromSeconds(1), $"{early} at the beginning, {late} at the end");

        started = Stopwatch.GetTimestamp();
        await cluster.DeactivateAsync(audit);
        await audit.CursorAsync("log/0");
        output.WriteLine($"known again after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, its snapshot included");
    }

    private async Task<TimeSpan> TimedAsync(IAuditGrain audit, string what, AuditQuery query)
    {
        var best = TimeSpan.MaxValue;
        var found = 0;
        for (var run = 0; run < 5; run++)
        {
            var started = Stopwatch.GetTimestamp();
            found = (await audit.ReadAsync(query)).Items.Count;
            var took = Stopwatch.GetElapsedTime(started);
            best = took < best ? took : best;
        }

        output.WriteLine($"{what}: {found} in {best.TotalMilliseconds:0.0} ms, the best of five");
        return best;
    }
}
