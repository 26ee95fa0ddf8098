using Alerting.Alerts;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Alerts;

/// <summary>
/// Reads revisions: the newest from memory, older ones from the log. Since revisions may be large and callers many,
/// both the memory and each answer are limited in bytes.
/// </summary>
internal sealed class LedgerBodies(ILogStore store, string log, LedgerIndex index)
{
    /// <summary>Limit of one answer in bytes, as <see cref="AlertSize"/> estimates them. A single revision may be larger.</summary>
    public const int MaxAnswerBytes = 512 << 10;

    private const int MaxNewestBytes = 48 << 20;
    private const int MaxReadBackBytes = 16 << 20;

    private readonly BodyCache _newest = new(MaxNewestBytes);

    // Revisions decoded from the log. An entry may hold many of them, and a caller that continues after a full answer
    // should not decode all again.
    private readonly BodyCache _readBack = new(MaxReadBackBytes);

    public void Remember(Alert revision) => _newest.Add(revision);

    /// <summary>Revisions by seq, in the order asked for: all of them, or the first ones up to <see cref="MaxAnswerBytes"/>.</summary>
    /// <param name="seqs">Ascending.</param>
    /// <exception cref="LogTrimmedException">A revision was trimmed.</exception>
    public async Task<IReadOnlyList<Alert>> ReadAsync(IEnumerable<long> seqs, CancellationToken cancellationToken)
    {
        var read = new List<Alert>();
        var bytes = 0;
        await using var reader = new LogEntryReader(store, log, cancellationToken);
        foreach (var seq in seqs)
        {
            var revision = index.Kept(seq) ?? Left(seq) ?? await ReadBackAsync(reader, seq);
            bytes += AlertSize.Of(revision);
            if (read.Count > 0 && bytes > MaxAnswerBytes)
            {
                break;
            }

            read.Add(revision);
        }

        return read;
    }

    /// <summary>The revision, if it is in memory; null when it must be read from the log.</summary>
    private Alert? Left(long seq) =>
        seq >= index.First ? _newest.Find(seq) ?? _readBack.Find(seq) : throw new LogTrimmedException(log, seq, index.First);

    private async Task<Alert> ReadBackAsync(LogEntryReader reader, long seq)
    {
        var entry = await reader.ReadAsync(index.SequenceOf(seq));
        var revisions = LedgerEntry.Read(entry.Payload.Span).Revisions;
        var at = revisions.FindIndex(revision => revision.Seq == seq);
        if (at < 0)
        {
            throw new InvalidDataException($"Entry {entry.Sequence} of log '{log}' does not hold revision {seq}.");
        }

        // The revisions after it will most likely be asked for next. Only so many are cached that they do not
        // displace it.
        var bytes = 0;
        for (var next = at; next < revisions.Count && bytes < MaxReadBackBytes / 2; next++)
        {
            bytes += AlertSize.Of(revisions[next]);
            _readBack.Add(revisions[next]);
        }

        return revisions[at];
    }
}
