using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Subscriptions;

// What it needs of a ledger that forgets, and what leaves its own log.
internal sealed partial class SubscriptionGrain
{
    private readonly LogAge _age;

    public async Task<long> NeedsAsync(long below)
    {
        EnsureWritable();
        Raise(_state.Forget(below));
        await Commit();
        return _state.NeededFrom(WallNow);
    }

    protected override Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) =>
        _age.TrimAsync(snapshotSequence + 1, cancellationToken);

    /// <summary>The ledger has forgotten what was to be read next, after this had been disabled for long.</summary>
    private async Task SkipAsync(long first)
    {
        SubscriptionLog.Skipped(_logger, _id, _state.ScannedTo + 1, first - 1);
        Raise(_state.Skip(first));
        await Commit();
    }

    /// <exception cref="LogTrimmedException">The ledger does not hold the revision any more.</exception>
    private async Task EnsureKeptAsync(long seq)
    {
        var first = await _ledger.FirstAsync();
        if (seq < first)
        {
            throw new LogTrimmedException(LogOwners.Ledger, seq, first);
        }
    }

    /// <summary>The latest instant that an entry of the log tells of, UTC ticks; null when it tells none.</summary>
    private static long? RecordedAt(LogEntry entry) => Events(entry).Max(static change => change switch
    {
        LedgerAdvanced { Opened: [.., var opened] } => opened.NextAt,
        DeliverySucceeded e => e.At,
        DeliveryFailed e => e.StartedAt,
        DeliveryDeadLettered { StartedAt: > 0 } e => e.StartedAt,
        DeliveriesReplayed e => e.At,
        SubscriptionDisabled e => e.At,
        _ => (long?)null,
    });
}
