using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Grains.Alerts;

/// <summary>
/// What the ledger keeps in memory of its durable revisions: in which entry of the log each of them is, the cursors
/// of regions and followers, and for each alert what lists are filtered by. The revisions themselves stay in the log.
/// </summary>
internal sealed partial class LedgerIndex
{
    // Entry i of the log begins with the revision _firstSeqs[i]; its sequence is _sequences[i].
    private readonly List<long> _firstSeqs = [];
    private readonly List<long> _sequences = [];
    private readonly Dictionary<string, AlertIndexEntry> _alerts = new(StringComparer.Ordinal);
    private readonly SortedSet<AlertIndexEntry> _byLatest = new(AlertIndexEntry.ByLatest);
    private readonly SortedSet<AlertIndexEntry> _openByLatest = new(AlertIndexEntry.ByLatest);
    // By seq, the latest revisions of open alerts that the log does not hold any more.
    private readonly Dictionary<long, Alert> _kept = [];
    private readonly Dictionary<string, long> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _followers = new(StringComparer.Ordinal);

    /// <summary>The newest revision's seq.</summary>
    public long Head { get; private set; }

    /// <summary>The first seq that the log still holds; 1 until something was removed.</summary>
    public long First { get; private set; } = 1;

    /// <summary>Followers, with the seq after which they started.</summary>
    public IReadOnlyDictionary<string, long> Followers => _followers;

    public long CursorOf(string region) => _regions.GetValueOrDefault(region);

    public void SetCursor(string region, long sequence) => _regions[region] = sequence;

    public void Follow(string id, long after) => _followers[id] = after;

    public void Unfollow(string id) => _followers.Remove(id);

    /// <summary>Begins an entry of the log at this sequence, with the revision after <see cref="Head"/>.</summary>
    public void BeginEntry(long sequence)
    {
        _firstSeqs.Add(Head + 1);
        _sequences.Add(sequence);
    }

    public void Add(Alert revision)
    {
        Head = revision.Seq;
        if (!_alerts.TryGetValue(revision.AlertId, out var alert))
        {
            _alerts[revision.AlertId] = alert = new AlertIndexEntry(revision.AlertId, revision.Region.Code);
        }
        else
        {
            // The alert moves in the order of latest revisions.
            _byLatest.Remove(alert);
            _openByLatest.Remove(alert);
        }

        alert.Add(revision.Seq, revision.Status, revision.Severity);
        alert.RaisedAt ??= revision.RaisedAt.UtcTicks;
        if (alert.Seqs[0] < First)
        {
            // The old revision was kept only because it was the latest.
            _kept.Remove(alert.Seqs[0]);
            alert.Forget(First);
        }

        Sort(alert);
    }

    /// <summary>A revision that is kept although the log does not hold it any more; null when there is none.</summary>
    public Alert? Kept(long seq) => _kept.GetValueOrDefault(seq);

    /// <summary>
    /// Whether a list of alerts can continue after this seq: nothing after it was removed, or a page ended with it because
    /// it is the latest revision of an open alert.
    /// </summary>
    public bool CanListAfter(long seq) => LedgerPositions.CanReadAfter(seq, First) || _kept.ContainsKey(seq);

    /// <summary>Seq of the first revision in the entry at this sequence, or in the next entry that has any.</summary>
    public long FirstIn(long sequence)
    {
        var index = _sequences.BinarySearch(sequence);
        index = index < 0 ? ~index : index;
        return index < _sequences.Count ? _firstSeqs[index] : Head + 1;
    }

    /// <summary>
    /// Sequence of the entry that holds this revision or, if that was removed, of the first known entry; null when
    /// there is none.
    /// </summary>
    public long? EntryOf(long seq) => _sequences.Count == 0 || seq > Head ? null : SequenceOf(Math.Max(seq, _firstSeqs[0]));

    /// <summary>Seqs, ascending, of the latest revisions of open alerts that are lower than this one.</summary>
    public List<long> OpenBefore(long first) =>
        [.. _openByLatest.TakeWhile(alert => alert.Latest < first).Select(static alert => alert.Latest)];

    /// <summary>Removes all revisions before this seq, except the latest one of each open alert.</summary>
    /// <param name="first">At most one above <see cref="Head"/>.</param>
    /// <param name="latestOfOpen">The revisions of <see cref="OpenBefore"/>.</param>
    public void Forget(long first, IReadOnlyList<Alert> latestOfOpen)
    {
        First = first;
        foreach (var alert in _alerts.Values.Where(alert => alert.Seqs[0] < first).ToList())
        {
            if (alert.Latest < first && alert.Status != AlertStatus.Open)
            {
                _alerts.Remove(alert.AlertId);
                _byLatest.Remove(alert);
            }
            else
            {
                alert.Forget(first);
            }
        }

        _kept.Clear();
        foreach (var revision in latestOfOpen.Where(revision => Find(revision.AlertId)?.Latest == revision.Seq))
        {
            _kept[revision.Seq] = revision;
        }

        // The entry that holds the first remaining revision stays as a whole.
        var entries = EntryOf(first) is { } entry ? _sequences.BinarySearch(entry) : _sequences.Count;
        _sequences.RemoveRange(0, entries);
        _firstSeqs.RemoveRange(0, entries);
    }

    /// <summary>The highest severity that the alert had before this revision; null when it is the first.</summary>
    public Severity? HighestBefore(Alert revision) => Find(revision.AlertId)?.HighestBefore(revision.Seq);

    /// <summary>All alerts of which some revision is left.</summary>
    public IEnumerable<AlertIndexEntry> Alerts => _alerts.Values;

    /// <summary>Those whose latest revision has this seq or a later one, in the order of these.</summary>
    public IEnumerable<AlertIndexEntry> RevisedSince(long seq) =>
        _byLatest.Max is { } last && last.Latest >= seq ? _byLatest.GetViewBetween(AlertIndexEntry.At(seq), last) : [];

    public AlertIndexEntry? Find(string alertId) => _alerts.GetValueOrDefault(alertId);

    /// <summary>Sequence of the log entry that holds this revision.</summary>
    public long SequenceOf(long seq)
    {
        var index = _firstSeqs.BinarySearch(seq);
        return _sequences[index < 0 ? ~index - 1 : index];
    }

    /// <summary>Seqs of the latest revisions of the selected alerts, ascending; one more than the limit if there are more.</summary>
    public List<long> Select(AlertQuery query, RegionCatalog catalog)
    {
        var found = new List<long>();
        var alerts = query.Status == AlertStatus.Open ? _openByLatest : _byLatest;
        if (alerts.Max is not { } last || last.Latest <= query.After)
        {
            return found;
        }

        foreach (var alert in alerts.GetViewBetween(AlertIndexEntry.At(query.After + 1), last))
        {
            if ((query.Status is null || alert.Status == query.Status)
                && alert.Severity >= query.MinSeverity
                && (query.Regions.Count == 0 || query.Regions.Any(r => catalog.IsWithin(alert.Region, r))))
            {
                found.Add(alert.Latest);
                if (found.Count > query.Limit)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>See <see cref="IAlertLedgerGrain.OpenSinceAsync"/>.</summary>
    public OpenAlertChanges OpenSince(long after)
    {
        // What ended before the first revision that is left is forgotten: who knows less must be told everything.
        var isWhole = after == 0 || after > Head || !LedgerPositions.CanReadAfter(after, First);
        IEnumerable<AlertIndexEntry> changed = isWhole ? _openByLatest
            : RevisedSince(after + 1);
        return new OpenAlertChanges(Head, isWhole, [.. changed.Select(static alert => new ChangedAlert(
            alert.AlertId, alert.Region, alert.Raised, alert.Severity, alert.Status == AlertStatus.Open))]);
    }

    /// <summary>
    /// Seqs, ascending, of the newest revisions in these regions that have this severity, or come after one of their alert that had.
    /// </summary>
    public IReadOnlyList<long> Newest(IReadOnlyList<string> regions, Severity minSeverity, int limit, RegionCatalog catalog)
    {
        var newest = new NewestRevisions(limit);
        foreach (var alert in _byLatest.Reverse().TakeWhile(alert => !newest.AreNewerThan(alert)))
        {
            if (regions.Count == 0 || regions.Any(region => catalog.IsWithin(alert.Region, region)))
            {
                newest.Add(alert, minSeverity);
            }
        }

        return newest.Seqs;
    }

    private void Sort(AlertIndexEntry alert)
    {
        _byLatest.Add(alert);
        if (alert.Status == AlertStatus.Open)
        {
            _openByLatest.Add(alert);
        }
    }
}
