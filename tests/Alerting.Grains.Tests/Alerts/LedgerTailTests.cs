using System.Reflection;
using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Alerting.Grains.Tests.Alerts;

public sealed class LedgerTailTests
{
    private readonly Listener _listener = new();
    private readonly LedgerProxy _ledger;
    private readonly LedgerTail _tail;

    public LedgerTailTests()
    {
        var ledger = DispatchProxy.Create<IAlertLedgerGrain, LedgerProxy>();
        _ledger = (LedgerProxy)(object)ledger;
        _tail = new LedgerTail(ledger, _listener, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
    }

    [Fact]
    public async Task Begins_with_the_newest_revision_and_gives_each_one_that_follows()
    {
        _ledger.Head = 3;
        _listener.WantsRevisions = true;
        await _tail.ReadOnAsync();
        Assert.Equal([3L], _listener.Seqs);

        _ledger.Head = 5;
        await _tail.ReadOnAsync();
        await _tail.ReadOnAsync();
        Assert.Equal([3L, 4L, 5L], _listener.Seqs);
        Assert.Equal(5, _listener.Through);
    }

    [Fact]
    public async Task Tells_only_where_the_end_is_while_nobody_wants_revisions()
    {
        _ledger.Head = 3;
        await _tail.ReadOnAsync();
        _ledger.Head = 7;
        await _tail.ReadOnAsync();
        Assert.Equal(7, _listener.Through);

        _listener.WantsRevisions = true;
        _ledger.Head = 8;
        await _tail.ReadOnAsync();
        Assert.Equal([8L], _listener.Seqs);
    }

    [Fact]
    public async Task Tells_nothing_of_an_empty_ledger()
    {
        await _tail.ReadOnAsync();
        Assert.Equal(-1, _listener.Through);
    }

    [Fact]
    public async Task Reads_on_by_itself_after_the_ledger_could_not_be_read()
    {
        _ledger.Head = 2;
        _ledger.Failures = 2;
        _listener.WantsRevisions = true;
        await _tail.ReadOnAsync();
        Assert.Equal([2L], _listener.Seqs);
    }

    /// <summary>After a long time without alerts even the newest revision is older than the retention.</summary>
    [Fact]
    public async Task Goes_on_after_what_the_ledger_has_removed()
    {
        _ledger.Head = 4;
        _ledger.First = 5;
        _listener.WantsRevisions = true;
        await _tail.ReadOnAsync();
        Assert.Equal(4, _listener.Through);

        _ledger.Head = 5;
        await _tail.ReadOnAsync();
        Assert.Equal([5L], _listener.Seqs);
    }

    private sealed class Listener : ILedgerListener
    {
        public bool WantsRevisions { get; set; }

        public long Through { get; private set; } = -1;

        public List<long> Seqs { get; } = [];

        public void OnAdvanced(long through, IReadOnlyList<LedgerRevision> revisions)
        {
            Through = through;
            Seqs.AddRange(revisions.Select(static revision => revision.Alert.Seq));
        }
    }

    /// <summary>A ledger whose revisions are numbers.</summary>
    public class LedgerProxy : DispatchProxy
    {
        public long Head { get; set; }

        public long First { get; set; } = 1;

        public int Failures { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (Failures > 0)
            {
                Failures--;
                throw new TimeoutException("The ledger is away.");
            }

            return targetMethod!.Name switch
            {
                nameof(IAlertLedgerGrain.HeadAsync) => Task.FromResult(Head),
                nameof(IAlertLedgerGrain.ReadSelectedAsync) => ReadAsync((IReadOnlyList<long>)args![0]!),
                _ => throw new NotSupportedException(targetMethod.Name),
            };
        }

        private Task<IReadOnlyList<LedgerRevision>> ReadAsync(IReadOnlyList<long> seqs)
        {
            var held = seqs.Where(seq => seq <= Head).ToList();
            return held is [var first, ..] && first < First
                ? throw new LogTrimmedException("ledger", first, First)
                : Task.FromResult<IReadOnlyList<LedgerRevision>>(
                    [.. held.Select(static seq => new LedgerRevision(AlertBuilder.Revision("IQ-AN", (int)seq) with { Seq = seq }, null))]);
        }
    }
}
