using System.Diagnostics;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Audit;
using CsCheck;
using Xunit;

namespace Alerting.Grains.Tests.Audit;

/// <summary>What the index finds is what going through all records finds, and nothing of foreign regions.</summary>
public sealed class AuditIndexTests(ITestOutputHelper output)
{
    private static readonly string?[] s_regions = [null, "IQ", "IQ-AN", "IQ-DI", "SE-AB", "unknown"];
    private static readonly string[] s_actors = ["1", "2", "name of 2", "unknown"];
    private static readonly string[] s_actions = ["threshold.created", "threshold.deleted", "threshold-x.created", "key.created"];
    private static readonly string[] s_asked = [.. s_actions, "threshold", "key", "none"];

    [Fact]
    public void It_finds_what_is_meant_within_the_limits_before_and_after_a_snapshot_and_after_forgetting()
    {
        var record = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 5], static (actor, action, target, region) =>
            Records.Of(0, s_actors[actor], s_actions[action], $"t{target}", s_regions[region]));
        var query = Gen.Select(Gen.Int[-1, 3], Gen.Int[-1, 6], Gen.Int[-1, 4], Gen.Int[0, 3], Gen.Int[0, 40],
            static (actor, action, target, limits, after) => new AuditQuery(
                actor < 0 ? null : s_actors[actor],
                action < 0 ? null : s_asked[action],
                target < 0 ? null : $"t{target}",
                limits switch { 0 => [], 1 => ["IQ"], 2 => ["IQ-AN", "SE"], _ => ["DE"] },
                after,
                10));
        Gen.Select(record.List[0, 60], query.List[1, 5], Gen.Int[0, 60]).Sample((records, queries, forgotten) =>
        {
            var index = new AuditIndex();
            records.ForEach(record => index.Add(record, index.Head + 1));
            index.Forget(Math.Min(forgotten, records.Count) + 1);
            var writer = new WireWriter();
            index.Save(writer);
            var restored = new AuditIndex();
            restored.Restore(new WireReader(writer.Written));
            foreach (var asked in queries)
            {
                var expected = Enumerable.Range(1, records.Count)
                    .Where(seq => seq > asked.After && seq > forgotten && IsAsked(records[seq - 1], asked))
                    .Select(static seq => (long)seq)
                    .ToList();
                Assert.Equal(expected, Found(index, records, asked));
                Assert.Equal(expected, Found(restored, records, asked));
            }

            for (var seq = restored.First; seq <= restored.Head; seq++)
            {
                Assert.Equal(seq, restored.SequenceOf(seq));
                Assert.Equal(seq, restored.FirstFrom(seq));
            }
        });
    }

    [Fact]
    public void Among_a_million_entries_a_page_is_found_in_milliseconds_wherever_it_is()
    {
        const int count = 1_000_000;
        var index = new AuditIndex();
        for (var i = 1; i <= count; i++)
        {
            index.Add(Records.Of(0, $"{i % 500}", s_actions[i % 4], $"t{i}", i == count - 7 ? "SE-AB" : "IQ-AN"), i);
        }

        var unfiltered = Timed("without filters, near the end", index, Records.All with { After = count - 200 });
        var target = Timed("the only entry of a target", index, Records.All with { Target = $"t{count - 3}" });
        var none = Timed("an actor who never did anything", index, Records.All with { Actor = "nobody" });
        var region = Timed("the only entry of a region", index, Records.All with { Regions = ["SE"] });
        Assert.Equal(([100, 1, 0, 1]), [unfiltered, target, none, region]);
        var writer = new WireWriter();
        index.Save(writer);
        output.WriteLine($"{writer.Length / (double)count:0.0} bytes an entry in memory and in snapshots");
        Assert.InRange(writer.Length, 0, 24 * count);
    }

    private static bool IsAsked(AuditRecord record, AuditQuery query) =>
        (query.Actor is null || record.Actor.Id == query.Actor || record.Actor.Name == query.Actor)
        && (query.Action is null || record.Action == query.Action || record.Action.Split('.')[0] == query.Action)
        && (query.Target is null || record.Target == query.Target)
        && (query.Regions.Count == 0
            || (record.Region is { } region && query.Regions.Any(root => RegionCatalog.Iso.IsWithin(region, root))));

    private static List<long> Found(AuditIndex index, List<AuditRecord> records, AuditQuery query) =>
        [.. index.Select(index.FilterOf(query, RegionCatalog.Iso), query.After, index.Head)
            .Where(seq => AuditIndex.IsMeant(records[(int)seq - 1], query, RegionCatalog.Iso))];

    private int Timed(string what, AuditIndex index, AuditQuery query)
    {
        // Once before, so that the code is compiled.
        for (var run = 0; ; run++)
        {
            var started = Stopwatch.GetTimestamp();
            var found = index.Select(index.FilterOf(query, RegionCatalog.Iso), query.After, index.Head).Take(100).Count();
            var took = Stopwatch.GetElapsedTime(started);
            if (run == 3)
            {
                output.WriteLine($"{what}: {found} found in {took.TotalMilliseconds:0.000} ms");
                Assert.True(took < TimeSpan.FromSeconds(1), $"{what} took {took}");
                return found;
            }
        }
    }
}
