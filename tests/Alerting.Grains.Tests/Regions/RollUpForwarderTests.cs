using System.Diagnostics.Metrics;
using System.Reflection;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Logs;
using Alerting.Regions;
using Alerting.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Regions;

public sealed class RollUpForwarderTests
{
    private const string Region = "IQ-AN";
    private static readonly DateTimeOffset s_now = new(2014, 1, 3, 12, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The state tells of each incident what it shows last. Were an earlier entry told without the incident because a
    /// later one changed it, and were the later one lost, nobody would tell of the incident any more.
    /// </summary>
    [Fact]
    public async Task What_was_changed_again_after_a_recovery_holds_back_the_rest_until_it_is_durable()
    {
        var (parent, told) = ParentProxy.Create();
        var engine = new RegionEngine(Region, RegionCatalog.Iso, EngineOptions.Default);
        Take(engine, 1, "a", killed: 1);
        Take(engine, 2, "b", killed: 2);
        var hop = new RollUpForwarder(
            engine, parent, Archive(engine), "region/" + Region, RollUpPace.None, TimeProvider.System,
            new Backoff(TimeProvider.System), NullLogger.Instance, CancellationToken.None);
        hop.Recover(committed: 2);

        // While the region above is still being asked, the first incident changes in an entry that is not durable yet.
        await Task.Run(hop.Start);
        var output = Take(engine, 3, "a", killed: 5, revision: 2);
        hop.Add(output);
        hop.Seal(3);
        await Task.Run(() => told.Known.SetResult(0));
        Assert.Empty(told.RollUps);
        Assert.True(hop.IsBehind);

        hop.Committed(3);
        await Wait.UntilAsync(() => !hop.IsBehind, "everything is told");
        Assert.Equal(3, told.RollUps[^1].Sequence);
        var changes = told.RollUps.SelectMany(static r => r.Changes).ToList();
        Assert.Equal([("wire-a:b", 2), ("wire-a:a", 5)], changes.Select(static c => (c.IncidentId, c.Value!.Killed)));
    }

    private static RegionArchive Archive(RegionEngine engine)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new RegionArchive(engine, Region, new InMemoryLogStore(), new AlertingMetrics(meters));
    }

    [Fact]
    public async Task A_region_above_that_knows_everything_is_told_nothing()
    {
        var (parent, told) = ParentProxy.Create();
        var engine = new RegionEngine(Region, RegionCatalog.Iso, EngineOptions.Default);
        Take(engine, 1, "a", killed: 1);
        var hop = new RollUpForwarder(
            engine, parent, Archive(engine), "region/" + Region, RollUpPace.None, TimeProvider.System,
            new Backoff(TimeProvider.System), NullLogger.Instance, CancellationToken.None);
        hop.Recover(committed: 1);
        Assert.True(hop.IsBehind);
        await Task.Run(hop.Start);
        told.Known.SetResult(1);
        await Wait.UntilAsync(() => !hop.IsBehind, "the region above has said what it knows");
        Assert.Empty(told.RollUps);
    }

    [Fact]
    public async Task The_first_news_goes_at_once_and_what_follows_gathers_for_a_moment()
    {
        var clock = new FakeTimeProvider(s_now);
        var (parent, told) = ParentProxy.Create();
        var engine = new RegionEngine(Region, RegionCatalog.Iso, EngineOptions.Default);
        var hop = new RollUpForwarder(
            engine, parent, Archive(engine), "region/" + Region, RollUpPace.Usual, clock, new Backoff(clock), NullLogger.Instance,
            CancellationToken.None);

        Commit(1, "a");
        Assert.Equal([1L], told.RollUps.Select(static r => r.Sequence));

        Commit(2, "b");
        clock.Advance(RollUpPace.Usual.MinBetween / 2);
        Commit(3, "c");
        Assert.Single(told.RollUps);
        Assert.True(hop.IsBehind);

        clock.Advance(RollUpPace.Usual.MinBetween / 2);
        await Wait.UntilAsync(() => !hop.IsBehind, "everything is told");
        Assert.Equal([1L, 3L], told.RollUps.Select(static r => r.Sequence));
        Assert.Equal(["wire-a:b", "wire-a:c"], told.RollUps[1].Changes.Select(static c => c.IncidentId));

        clock.Advance(RollUpPace.Usual.MinBetween);
        Commit(4, "d");
        Assert.Equal(3, told.RollUps.Count);

        void Commit(long sequence, string id)
        {
            hop.Add(Take(engine, sequence, id, killed: 0));
            hop.Seal(sequence);
            hop.Committed(sequence);
        }
    }

    private static RegionOutput Take(RegionEngine engine, long sequence, string id, int killed, int revision = 1)
    {
        var output = new RegionOutput();
        var report = Sample.CarBomb(id, s_now) with { Region = Region, Revision = revision, Killed = killed };
        engine.Apply(sequence, s_now.UtcTicks, new ReportInput(report), output);
        return output;
    }

    /// <summary>A region above that says what it knows when the test does, and takes down what it is told.</summary>
    public class ParentProxy : DispatchProxy
    {
        public List<RollUp> RollUps { get; } = [];

        public TaskCompletionSource<long> Known { get; } = new();

        public static (IRegionGrain Parent, ParentProxy Told) Create()
        {
            var parent = Create<IRegionGrain, ParentProxy>();
            return (parent, (ParentProxy)(object)parent);
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod!.Name)
            {
                case nameof(IRegionGrain.KnownOfAsync):
                    return Known.Task;
                case nameof(IRegionGrain.RollUpAsync):
                    var rollUp = (RollUp)args![0]!;
                    RollUps.Add(rollUp);
                    return Task.FromResult(rollUp.Sequence);
                default:
                    throw new NotSupportedException(targetMethod.Name);
            }
        }
    }
}
