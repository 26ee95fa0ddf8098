using Alerting.Grains.Alerts;
using Alerting.Grains.Audit;
using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Alerting.Notifications.Subscriptions;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Subscriptions;

/// <summary>Decides what a subscription needs of a ledger that removes old revisions, and trims the subscription's own log.</summary>
internal sealed class SubscriptionRetention(
    string id, SubscriptionJournal journal, ISubscriptionHost host, IAlertLedgerGrain ledger, LogAge age, ILogger logger)
{
    /// <inheritdoc cref="ILedgerFollower.NeedsAsync"/>
    public async Task<long> NeedsAsync(long below)
    {
        host.EnsureWritable();
        journal.Raise(journal.State.Forget(below));
        await host.CommitAsync();
        return journal.State.NeededFrom(host.Now);
    }

    /// <inheritdoc cref="ILoggedState.TrimAsync"/>
    public Task TrimAsync(long snapshotSequence, CancellationToken cancellationToken) =>
        age.TrimAsync(snapshotSequence + 1, cancellationToken);

    /// <summary>The ledger has removed the revisions that were to be read next, because the subscription was disabled for long.</summary>
    /// <param name="first">The first seq that the ledger still has.</param>
    public async Task SkipAsync(long first)
    {
        SubscriptionLog.Skipped(logger, id, journal.State.ScannedTo + 1, first - 1);
        journal.Raise(journal.State.Skip(first));
        await host.CommitAsync();
    }

    /// <exception cref="LogTrimmedException">The ledger does not have the revision any more.</exception>
    public async Task EnsureKeptAsync(long seq)
    {
        var first = await ledger.FirstAsync();
        if (!LedgerPositions.CanReadAfter(seq - 1, first))
        {
            throw new LogTrimmedException(LogOwners.Ledger, seq, first);
        }
    }

    /// <summary>The latest instant in an entry of a subscription's log, UTC ticks; null when it contains none.</summary>
    public static long? RecordedAt(SubscriptionFormat format, LogEntry entry) =>
        format.ReadEvents(entry.Content().Span).Max(static change => InstantOf(change));

    private static long? InstantOf(SubscriptionEvent change) => change switch
    {
        LedgerAdvanced { Opened: [.., var opened] } => opened.NextAt,
        DeliverySucceeded e => e.At,
        DeliveryFailed e => e.StartedAt,
        DeliveryDeadLettered { StartedAt: > 0 } e => e.StartedAt,
        DeliveriesReplayed e => e.At,
        SubscriptionDisabled e => e.At,
        _ => null,
    };
}
