using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Grains.Alerts;

/// <summary>
/// What the ledger keeps in memory of what is durable: where each revision stands, how far each region and each
/// follower is, and of each alert what its lists are filtered by. Bodies stay in the log.
/// </summary>
internal sealed class LedgerIndex
{
    private const byte Format = 3;

    // Of a ledger that has forgotten nothing: what versions that never forget can read, too.
    private const byte WholeFormat = 2;

    // Without the severities that alerts had before their latest revision.
    private const byte FirstFormat = 1;

    // Entry i of the ledger's log holds the revisions from _firstSeqs[i] on; its sequence is _sequences[i].
    private readonly List<long> _firstSeqs = [];
    private readonly List<long> _sequences = [];
    private readonly Dictionary<string, AlertLine> _alerts = new(StringComparer.Ordinal);
    private readonly SortedSet<AlertLine> _byLatest = new(AlertLine.ByLatest);
    private readonly SortedSet<AlertLine> _openByLatest = new(AlertLine.ByLatest);
    // The latest revisions of open alerts that are older than what the log holds, by seq.
    private readonly Dictionary<long, Alert> _kept = [];
    private readonly Dictionary<string, long> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _followers = new(StringComparer.Ordinal);

    /// <summary>The newest revision's seq.</summary>
    public long Head { get; private set; }

    /// <summary>The first seq that the log still holds; 1 until the ledger has forgotten something.</summary>
    public long First { get; private set; } = 1;

    /// <summary>Followers with the seq after which they started.</summary>
    public IReadOnlyDictionary<string, long> Followers => _followers;

    public long CursorOf(string region) => _regions.GetValueOrDefault(region);

    public void SetCursor(string region, long sequence) => _regions[region] = sequence;

    public void Follow(string id, long after) => _followers[id] = after;

    public void Unfollow(string id) => _followers.Remove(id);

    /// <summary>An entry of the log at this sequence begins with the revision after <see cref="Head"/>.</summary>
    public void BeginEntry(long sequence)
    {
        _firstSeqs.Add(Head + 1);
        _sequences.Add(sequence);
    }

    public void Add(Alert revision)
    {
        Head = revision.Seq;
        if (!_alerts.TryGetValue(revision.AlertId, out var line))
        {
            _alerts[revision.AlertId] = line = new AlertLine(revision.AlertId, revision.Region.Code);
        }
        else
        {
            // Their order changes with the latest revision.
            _byLatest.Remove(line);
            _openByLatest.Remove(line);
        }

        line.Add(revision.Seq, revision.Status, revision.Severity);
        if (line.Seqs[0] < First)
        {
            // It was kept for being the latest.
            _kept.Remove(line.Seqs[0]);
            line.Forget(First);
        }

        Sort(line);
    }

    /// <summary>A revision that the log does not hold any more; null when it was forgotten.</summary>
    public Alert? Kept(long seq) => _kept.GetValueOrDefault(seq);

    /// <summary>Whether a reader that has read up to this seq can read on without a gap.</summary>
    public bool CanReadAfter(long seq) => seq + 1 >= First || _kept.ContainsKey(seq);

    /// <summary>Seq of the first revision in the entry at this sequence or behind it.</summary>
    public long FirstIn(long sequence)
    {
        var index = _sequences.BinarySearch(sequence);
        index = index < 0 ? ~index : index;
        return index < _sequences.Count ? _firstSeqs[index] : Head + 1;
    }

    /// <summary>Sequence of the entry that holds this revision, or the next of those that are known; null when there is none.</summary>
    public long? EntryOf(long seq) => _sequences.Count == 0 || seq > Head ? null : SequenceOf(Math.Max(seq, _firstSeqs[0]));

    /// <summary>Seqs of the latest revisions of open alerts that lie before this one, in order.</summary>
    public List<long> OpenBefore(long first) =>
        [.. _openByLatest.TakeWhile(line => line.Latest < first).Select(static line => line.Latest)];

    /// <summary>Forgets all revisions before this seq but the latest of each open alert.</summary>
    /// <param name="first">At most one above <see cref="Head"/>.</param>
    /// <param name="latestOfOpen">Those of <see cref="OpenBefore"/>.</param>
    public void Forget(long first, IReadOnlyList<Alert> latestOfOpen)
    {
        First = first;
        foreach (var line in _alerts.Values.Where(line => line.Seqs[0] < first).ToList())
        {
            if (line.Latest < first && line.Status != AlertStatus.Open)
            {
                _alerts.Remove(line.AlertId);
                _byLatest.Remove(line);
            }
            else
            {
                line.Forget(first);
            }
        }

        _kept.Clear();
        foreach (var revision in latestOfOpen.Where(revision => Find(revision.AlertId)?.Latest == revision.Seq))
        {
            _kept[revision.Seq] = revision;
        }

        // The entry that holds the first one stays, as a whole.
        var entries = EntryOf(first) is { } entry ? _sequences.BinarySearch(entry) : _sequences.Count;
        _sequences.RemoveRange(0, entries);
        _firstSeqs.RemoveRange(0, entries);
    }

    /// <summary>The highest severity that the alert had before this revision; null when it is the first.</summary>
    public Severity? HighestBefore(Alert revision) => Find(revision.AlertId)?.HighestBefore(revision.Seq);

    public AlertLine? Find(string alertId) => _alerts.GetValueOrDefault(alertId);

    /// <summary>Sequence in the log of the entry that holds this revision.</summary>
    public long SequenceOf(long seq)
    {
        var index = _firstSeqs.BinarySearch(seq);
        return _sequences[index < 0 ? ~index - 1 : index];
    }

    /// <summary>Seqs of the latest revisions of the alerts asked for, in order; one more than the limit where there are more.</summary>
    public List<long> Select(AlertQuery query, RegionCatalog catalog)
    {
        var found = new List<long>();
        var lines = query.Status == AlertStatus.Open ? _openByLatest : _byLatest;
        if (lines.Max is not { } last || last.Latest <= query.After)
        {
            return found;
        }

        foreach (var line in lines.GetViewBetween(AlertLine.At(query.After + 1), last))
        {
            if ((query.Status is null || line.Status == query.Status)
                && line.Severity >= query.MinSeverity
                && (query.Regions.Count == 0 || query.Regions.Any(r => catalog.IsWithin(line.Region, r))))
            {
                found.Add(line.Latest);
                if (found.Count > query.Limit)
                {
                    break;
                }
            }
        }

        return found;
    }

    public void Save(WireWriter writer)
    {
        var isWhole = First == 1;
        writer.Byte(isWhole ? WholeFormat : Format);
        writer.Fixed(Head);
        if (!isWhole)
        {
            writer.Fixed(First);
            writer.Bytes(new LedgerEntry { Revisions = [.. _kept.Values] }.ToBytes());
        }

        writer.Unsigned((ulong)_sequences.Count);
        for (var i = 0; i < _sequences.Count; i++)
        {
            writer.Unsigned((ulong)_firstSeqs[i]);
            writer.Unsigned((ulong)_sequences[i]);
        }

        writer.Unsigned((ulong)_alerts.Count);
        foreach (var line in _alerts.Values)
        {
            line.Save(writer, withForgotten: !isWhole);
        }

        Save(writer, _regions);
        Save(writer, _followers);
    }

    public void Restore(WireReader reader)
    {
        var format = reader.Byte();
        if (format is not (Format or WholeFormat or FirstFormat))
        {
            throw new InvalidDataException("Unknown format of the ledger's snapshot.");
        }

        Head = reader.Fixed();
        if (format == Format)
        {
            First = reader.Fixed();
            LedgerEntry.Read(reader.Bytes()).Revisions.ForEach(revision => _kept[revision.Seq] = revision);
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            _firstSeqs.Add((long)reader.Unsigned());
            _sequences.Add((long)reader.Unsigned());
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            var line = AlertLine.Restore(reader, withRises: format != FirstFormat, withForgotten: format == Format);
            _alerts[line.AlertId] = line;
            Sort(line);
        }

        Restore(reader, _regions);
        Restore(reader, _followers);
    }

    private void Sort(AlertLine line)
    {
        _byLatest.Add(line);
        if (line.Status == AlertStatus.Open)
        {
            _openByLatest.Add(line);
        }
    }

    private static void Save(WireWriter writer, Dictionary<string, long> cursors)
    {
        writer.Unsigned((ulong)cursors.Count);
        foreach (var (key, value) in cursors)
        {
            writer.Unique(key);
            writer.Fixed(value);
        }
    }

    private static void Restore(WireReader reader, Dictionary<string, long> cursors)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            cursors[reader.Unique()] = reader.Fixed();
        }
    }
}
