using Alerting.Alerts;
using Alerting.Grains.Alerts;

namespace Alerting.Server.Alerts;

/// <summary>
/// Reads encoded revisions for any number of readers: from the memory that they share, otherwise from the ledger. Only a few
/// reads of the ledger run at a time, and each of them is limited, so memory use does not depend on the number of readers.
/// </summary>
/// <param name="maxReads">How many reads of the ledger run at a time.</param>
internal sealed class RevisionReader(IGrainFactory grains, SharedRevisions shared, int maxReads) : IDisposable
{
    // Revisions of one read; the ledger also limits each answer in bytes.
    private const int MaxAhead = 64;

    private readonly SemaphoreSlim _reads = new(maxReads);

    /// <summary>The revision with this seq, read with those after it; null when the ledger does not hold it.</summary>
    public ValueTask<EncodedRevision?> GetAsync(long seq, CancellationToken cancellationToken) => GetAsync(seq, null, 0, cancellationToken);

    /// <summary>One of a list of seqs, read with those that follow it in the list; null when the ledger does not hold it.</summary>
    public ValueTask<EncodedRevision?> GetAsync(IReadOnlyList<long> seqs, int index, CancellationToken cancellationToken) =>
        GetAsync(seqs[index], seqs, index, cancellationToken);

    public void Dispose() => _reads.Dispose();

    private ValueTask<EncodedRevision?> GetAsync(long seq, IReadOnlyList<long>? list, int index, CancellationToken cancellationToken) =>
        shared.Find(seq) is { } known ? new ValueTask<EncodedRevision?>(known) : ReadAsync(seq, list, index, cancellationToken);

    private async ValueTask<EncodedRevision?> ReadAsync(long seq, IReadOnlyList<long>? list, int index, CancellationToken cancellationToken)
    {
        await _reads.WaitAsync(cancellationToken);
        try
        {
            // Readers that waited for their turn mostly want the revision that another has read meanwhile.
            if (shared.Find(seq) is { } known)
            {
                return known;
            }

            List<long> seqs = list is null ? [.. Following(seq)] : [.. list.Skip(index).Take(MaxAhead)];
            var read = await grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key).ReadSelectedAsync(seqs);
            return read is [{ Alert.Seq: var first }, ..] && first == seq ? shared.AddOlder(read)[0] : null;
        }
        finally
        {
            _reads.Release();
        }
    }

    private static IEnumerable<long> Following(long seq)
    {
        for (var ahead = 0; ahead < MaxAhead; ahead++)
        {
            yield return seq + ahead;
        }
    }
}
