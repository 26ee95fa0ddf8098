using System.Reflection;
using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Alerts;
using Alerting.Grains.Tests.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Regions;

public sealed class AlertForwarderTests
{
    private const string Region = "IQ-AN";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>A refused entry would leave the ledger with a revision that its region does not know.</summary>
    [Fact]
    public async Task Tells_nothing_that_is_not_durable_also_right_after_a_recovery()
    {
        var (ledger, told) = LedgerProxy.Create();
        var hop = Forwarder(ledger);
        hop.Replayed(AlertBuilder.Entry(Region, 1));
        hop.Recover(committed: 1);
        await Task.Run(hop.Start);
        await Wait.UntilAsync(() => told.Sequences.Count == 1, "what is durable is told");

        // The first entry of this activation is sealed and under way while the follower is at work.
        hop.Add(AlertBuilder.Entry(Region, 2).Revisions);
        hop.Seal(2);
        hop.Start();

        // The follower goes on in the thread that gives the answer: it has done what it will when that returns.
        await Task.Run(() => told.Answer.SetResult(1));
        Assert.Equal([1L], told.Sequences);

        hop.Committed(2);
        await Wait.UntilAsync(() => told.Sequences.Count == 2, "what has become durable is told");
        Assert.Equal([1L, 2L], told.Sequences);
    }

    [Fact]
    public async Task Waiting_for_the_ledger_ends_when_it_has_the_revisions()
    {
        var (ledger, told) = LedgerProxy.Create();
        var hop = Forwarder(ledger);
        hop.Recover(committed: 0);
        Assert.True(hop.ReachesAsync(0, s_patience, TimeProvider.System).IsCompletedSuccessfully);
        hop.Add(AlertBuilder.Entry(Region, 1).Revisions);
        hop.Seal(1);
        hop.Committed(1);

        var reached = hop.ReachesAsync(1, s_patience, TimeProvider.System);
        Assert.False(reached.IsCompleted);
        told.Answer.SetResult(1);
        await reached;
        Assert.True(hop.ReachesAsync(1, s_patience, TimeProvider.System).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Waiting_for_a_ledger_that_is_away_ends_with_an_error()
    {
        var clock = new FakeTimeProvider();
        var hop = Forwarder(LedgerProxy.Create().Ledger);
        hop.Recover(committed: 0);
        hop.Add(AlertBuilder.Entry(Region, 1).Revisions);
        hop.Seal(1);
        hop.Committed(1);

        var reached = hop.ReachesAsync(1, s_patience, clock);
        clock.Advance(s_patience);
        await Assert.ThrowsAsync<TimeoutException>(() => reached);
    }

    private static AlertForwarder Forwarder(IAlertLedgerGrain ledger) => new(
        Region, "region/" + Region, ledger, new InMemoryLogStore(), new Backoff(TimeProvider.System), NullLogger.Instance,
        CancellationToken.None);

    /// <summary>A ledger that takes down what it is told and answers the first call when the test says so.</summary>
    public class LedgerProxy : DispatchProxy
    {
        public List<long> Sequences { get; } = [];

        public TaskCompletionSource<long> Answer { get; } = new();

        public static (IAlertLedgerGrain Ledger, LedgerProxy Told) Create()
        {
            var ledger = Create<IAlertLedgerGrain, LedgerProxy>();
            return (ledger, (LedgerProxy)(object)ledger);
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod!.Name)
            {
                case nameof(IAlertLedgerGrain.CursorAsync):
                    return Task.FromResult(0L);
                case nameof(IAlertLedgerGrain.AppendAsync):
                    var batches = (IReadOnlyList<RegionRevisions>)args![1]!;
                    Sequences.AddRange(batches.Select(b => b.Sequence));
                    return Answer.Task.IsCompleted ? Task.FromResult(batches[^1].Sequence) : Answer.Task;
                default:
                    throw new NotSupportedException(targetMethod.Name);
            }
        }
    }
}
