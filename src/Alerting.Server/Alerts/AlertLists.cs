using Alerting.Alerts;
using Alerting.Server.Http;

namespace Alerting.Server.Alerts;

/// <summary>Gives the lists of alerts their revisions, and tries again while the ledger is away.</summary>
internal sealed class AlertLists(
    IGrainFactory grains, SharedRevisions shared, SlowReaders slow, Patience patience, TimeProvider clock) : IDisposable
{
    private const int MaxReads = 4;

    private readonly RevisionReader _reader = new(grains, shared, MaxReads);

    public void Dispose() => _reader.Dispose();

    public PacedAnswer Open(HttpContext context) => new(context, slow, clock);

    /// <summary>The revision at a place of a page.</summary>
    /// <exception cref="InvalidDataException">The ledger does not hold it although it named it.</exception>
    public ValueTask<EncodedRevision> GetAsync(IReadOnlyList<long> seqs, int index, CancellationToken cancellationToken)
    {
        var known = _reader.GetAsync(seqs, index, cancellationToken);
        return known is { IsCompletedSuccessfully: true, Result: { } revision }
            ? new ValueTask<EncodedRevision>(revision)
            : ReadAsync(seqs, index, known, cancellationToken);
    }

    private async ValueTask<EncodedRevision> ReadAsync(
        IReadOnlyList<long> seqs, int index, ValueTask<EncodedRevision?> first, CancellationToken cancellationToken)
    {
        var tried = false;
        var revision = await patience.TryAsync(() => tried ? _reader.GetAsync(seqs, index, cancellationToken) : First(), cancellationToken);
        return revision ?? throw new InvalidDataException($"The ledger does not hold revision {seqs[index]}.");

        ValueTask<EncodedRevision?> First()
        {
            tried = true;
            return first;
        }
    }
}
