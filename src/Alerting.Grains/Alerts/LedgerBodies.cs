using System.Text.Json;
using Alerting.Alerts;
using Alerting.Logs;

namespace Alerting.Grains.Alerts;

/// <summary>The revisions themselves: the newest from memory, older ones from the log.</summary>
internal sealed class LedgerBodies(ILogStore store, string log, LedgerIndex index)
{
    private const int MostCached = 4_096;

    // Entries that are read past rather than reading anew behind them.
    private const int ReadPast = 64;

    private readonly Dictionary<long, Alert> _cache = [];

    public void Remember(Alert revision)
    {
        _cache[revision.Seq] = revision;
        _cache.Remove(revision.Seq - MostCached);
    }

    /// <summary>Revisions by seq, in the order asked for.</summary>
    /// <exception cref="LogTrimmedException">One of them was trimmed away.</exception>
    public async Task<IReadOnlyList<Alert>> ReadAsync(List<long> seqs, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, Alert>(seqs.Count);
        var entries = new SortedSet<long>();
        foreach (var seq in seqs)
        {
            if (_cache.TryGetValue(seq, out var revision))
            {
                found[seq] = revision;
            }
            else
            {
                entries.Add(index.SequenceOf(seq));
            }
        }

        while (entries.Count > 0)
        {
            var first = entries.Min;
            await foreach (var entry in store.ReadAsync(log, first, cancellationToken))
            {
                if (entries.Remove(entry.Sequence))
                {
                    foreach (var revision in JsonSerializer.Deserialize(entry.Payload.Span, LedgerJson.Default.LedgerEntry)!.Revisions)
                    {
                        found[revision.Seq] = revision;
                    }
                }

                if (entries.Count == 0 || entries.Min > entry.Sequence + ReadPast)
                {
                    break;
                }
            }

            if (entries.Contains(first))
            {
                throw new InvalidDataException($"Entry {first} of log '{log}' cannot be read.");
            }
        }

        return seqs.ConvertAll(seq => found[seq]);
    }
}
