using Alerting.Alerts;
using Alerting.Grains.Alerts;

namespace Alerting.Server.Alerts;

/// <summary>
/// Gives single revisions to those who write them out, however many they are: from memory that they share, else from the
/// ledger, a few reads at a time, so that neither the number of readers nor what each of them asks for decides how much
/// this process holds.
/// </summary>
/// <param name="maxReads">Reads of the ledger at a time.</param>
internal sealed class RevisionReader(IGrainFactory grains, SharedRevisions shared, int maxReads) : IDisposable
{
    // Of each read of the ledger, which bounds its answer by bytes besides.
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
            // Most of those who waited wanted what the first of them has read.
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
