using Alerting.Alerts;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Alerts;

/// <summary>
/// The revisions themselves: the newest from memory, older ones from the log. Whatever is asked for, an answer holds a
/// bounded number of bytes, and so does the memory: revisions may be large, and callers many.
/// </summary>
internal sealed class LedgerBodies(ILogStore store, string log, LedgerIndex index)
{
    /// <summary>Bytes, as <see cref="AlertSize"/> counts them, of one answer; a single revision may be larger.</summary>
    public const int MaxAnswerBytes = 512 << 10;

    private const int MaxNewestBytes = 48 << 20;
    private const int MaxReadBackBytes = 16 << 20;

    private readonly BodyCache _newest = new(MaxNewestBytes);

    // An entry may hold many revisions: who reads on after a full answer does not decode all of it again.
    private readonly BodyCache _readBack = new(MaxReadBackBytes);

    public void Remember(Alert revision) => _newest.Add(revision);

    /// <summary>Revisions by seq, in the order asked for: all, or the first of them up to <see cref="MaxAnswerBytes"/>.</summary>
    /// <param name="seqs">Ascending.</param>
    /// <exception cref="LogTrimmedException">One of them was trimmed away.</exception>
    public async Task<IReadOnlyList<Alert>> ReadAsync(IEnumerable<long> seqs, CancellationToken cancellationToken)
    {
        var read = new List<Alert>();
        var bytes = 0;
        await using var walk = new LogWalk(store, log, cancellationToken);
        foreach (var seq in seqs)
        {
            var revision = index.Kept(seq) ?? Left(seq) ?? await ReadBackAsync(walk, seq);
            bytes += AlertSize.Of(revision);
            if (read.Count > 0 && bytes > MaxAnswerBytes)
            {
                break;
            }

            read.Add(revision);
        }

        return read;
    }

    /// <summary>One that is in memory; null when the log is to be asked.</summary>
    private Alert? Left(long seq) =>
        seq >= index.First ? _newest.Find(seq) ?? _readBack.Find(seq) : throw new LogTrimmedException(log, seq, index.First);

    private async Task<Alert> ReadBackAsync(LogWalk walk, long seq)
    {
        var entry = await walk.ReadAsync(index.SequenceOf(seq));
        var revisions = LedgerEntry.Read(entry.Payload.Span).Revisions;
        var at = revisions.FindIndex(revision => revision.Seq == seq);
        if (at < 0)
        {
            throw new InvalidDataException($"Entry {entry.Sequence} of log '{log}' does not hold revision {seq}.");
        }

        // Those that follow are most likely asked for next; no more of them than leaves the first ones in place.
        var bytes = 0;
        for (var next = at; next < revisions.Count && bytes < MaxReadBackBytes / 2; next++)
        {
            bytes += AlertSize.Of(revisions[next]);
            _readBack.Add(revisions[next]);
        }

        return revisions[at];
    }
}
