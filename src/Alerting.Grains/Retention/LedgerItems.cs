using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Retention;

/// <summary>
/// The revisions of the ledger. Those that a follower still needs are kept, and the latest revision of an open alert stays
/// readable, however old it is.
/// </summary>
internal sealed class LedgerItems(LedgerIndex index, LedgerBodies bodies, LedgerFollowers followers) : INumberedItems
{
    public long First => index.First;

    public long? EntryOf(long number) => index.EntryOf(number);

    public long FirstFrom(long sequence) => index.FirstIn(sequence);

    public async Task ForgetBeforeAsync(long number, CancellationToken cancellationToken)
    {
        var first = await followers.NeededAsync(number);
        if (first > index.First)
        {
            index.Forget(first, await LatestOfOpenAsync(first, cancellationToken));
        }
    }

    /// <summary>When an entry was recorded, UTC ticks; null where it holds no revision.</summary>
    public static long? RecordedAt(LogEntry entry) =>
        LedgerEntry.Read(entry.Payload.Span).Revisions is [.., var last] ? last.UpdatedAt.UtcTicks : null;

    private async Task<List<Alert>> LatestOfOpenAsync(long first, CancellationToken cancellationToken)
    {
        var latest = new List<Alert>();
        var seqs = index.OpenBefore(first);
        while (latest.Count < seqs.Count)
        {
            latest.AddRange(await bodies.ReadAsync(seqs.Skip(latest.Count), cancellationToken));
        }

        return latest;
    }
}
