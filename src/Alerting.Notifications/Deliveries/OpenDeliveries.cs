namespace Alerting.Notifications.Deliveries;

/// <summary>
/// The deliveries that are to be tried, with the indexes that answer in O(log n) what to try next: what is the first in line of
/// its alert, a digest where it is so of all its alerts. What is in flight is known here and never written: after a crash it is
/// simply due again.
/// </summary>
internal sealed class OpenDeliveries
{
    private readonly SortedDictionary<long, DeliveryEntry> _entries = [];
    private readonly Dictionary<string, AlertLine> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<long, bool> _inFlight = [];

    /// <summary>Those first in line, as they stand in one of the two sets.</summary>
    private readonly Dictionary<long, DeliveryEntry> _ready = [];
    private readonly SortedSet<long> _fresh = [];
    private readonly SortedSet<(long DueAt, long Seq)> _retries = [];
    private readonly HashSet<long> _waiting = [];

    public int Count => _entries.Count;

    public IEnumerable<DeliveryEntry> All => _entries.Values;

    /// <summary>How many of them are digests.</summary>
    public int Digests { get; private set; }

    /// <summary>Position in the ledger of the first revision that is still to be told; null when there is none.</summary>
    public long? First => _entries.Count == 0 ? null
        : Digests == 0 ? _entries.First().Key
        : _entries.Values.Min(static entry => entry.Digest is { } digest ? digest.Alerts[0].Seq : entry.Seq);

    /// <summary>Number of the last message that got one.</summary>
    public long Sequence { get; set; }

    public int InFlight => _inFlight.Count;

    /// <summary>Those in flight that are not tried for the first time.</summary>
    public int RetriesInFlight { get; private set; }

    /// <summary>Whether one of them failed, and the receiver was not seen to answer since.</summary>
    public bool IsFailing => _waiting.Count > 0;

    /// <summary>Those first in line and never tried, by seq.</summary>
    public IEnumerable<DeliveryEntry> Fresh => _fresh.Select(seq => _entries[seq]);

    /// <summary>Those first in line that are tried again, by the instant they are due.</summary>
    public IEnumerable<DeliveryEntry> Retries => _retries.Select(key => _entries[key.Seq]);

    /// <summary>Alerts of which there is more than one.</summary>
    public IEnumerable<string> Crowded => _lines.Where(static line => line.Value.Count > 1).Select(static line => line.Key);

    public DeliveryEntry? Find(long seq) => _entries.GetValueOrDefault(seq);

    public bool IsInFlight(long seq) => _inFlight.ContainsKey(seq);

    /// <summary>Those of an alert, by seq.</summary>
    public IEnumerable<DeliveryEntry> Of(string alertId) =>
        _lines.TryGetValue(alertId, out var line) ? line.Seqs.Select(seq => _entries[seq]) : [];

    /// <summary>Adds one that is not there.</summary>
    public void Add(DeliveryEntry entry)
    {
        _entries.Add(entry.Seq, entry);
        Digests += entry.Digest is null ? 0 : 1;
        if (entry is { IsRetry: true, Released: false })
        {
            _waiting.Add(entry.Seq);
        }

        foreach (var alertId in entry.AlertIds)
        {
            if (!_lines.TryGetValue(alertId, out var line))
            {
                _lines.Add(alertId, line = new());
            }

            line.Add(entry.Seq);
        }

        Review(entry);
    }

    /// <summary>Takes one out, together with the try of it that may be in flight.</summary>
    public void Remove(long seq)
    {
        if (!_entries.Remove(seq, out var entry))
        {
            return;
        }

        Digests -= entry.Digest is null ? 0 : 1;
        _waiting.Remove(seq);
        if (_inFlight.Remove(seq, out var isRetry) && isRetry)
        {
            RetriesInFlight--;
        }

        Unready(seq);
        foreach (var alertId in entry.AlertIds)
        {
            var line = _lines[alertId];
            line.Remove(seq);
            Review(line);
            if (line.IsEmpty)
            {
                _lines.Remove(alertId);
            }
        }
    }

    /// <summary>Makes all that wait for a retry due at once.</summary>
    public void Release()
    {
        foreach (var seq in _waiting)
        {
            var entry = _entries[seq] with { Released = true };
            _entries[seq] = entry;
            if (_ready.ContainsKey(seq))
            {
                Unready(seq);
                MakeReady(entry);
            }
        }

        _waiting.Clear();
    }

    public void Start(long seq)
    {
        var entry = _entries[seq];
        foreach (var alertId in entry.AlertIds)
        {
            var line = _lines[alertId];
            if (line.InFlight != 0)
            {
                throw new InvalidOperationException($"A delivery of {alertId} is in flight already.");
            }

            line.InFlight = seq;
        }

        _inFlight.Add(seq, entry.IsRetry);
        RetriesInFlight += entry.IsRetry ? 1 : 0;
        Review(entry);
    }

    /// <summary>Ends a try without a trace.</summary>
    public void Abandon(long seq)
    {
        if (_inFlight.Remove(seq, out var isRetry))
        {
            RetriesInFlight -= isRetry ? 1 : 0;
            var entry = _entries[seq];
            foreach (var alertId in entry.AlertIds)
            {
                _lines[alertId].InFlight = 0;
            }

            Review(entry);
        }
    }

    private void Review(DeliveryEntry entry)
    {
        foreach (var alertId in entry.AlertIds)
        {
            Review(_lines[alertId]);
        }
    }

    /// <summary>What is first in line may be ready, and what was so no more.</summary>
    private void Review(AlertLine line)
    {
        if (line.Known != line.Head)
        {
            Unready(line.Known);
            line.Known = line.Head;
        }

        if (line.Head != 0 && !_ready.ContainsKey(line.Head) && IsFirst(_entries[line.Head]))
        {
            MakeReady(Numbered(_entries[line.Head]));
        }
    }

    private bool IsFirst(DeliveryEntry entry)
    {
        foreach (var alertId in entry.AlertIds)
        {
            if (_lines[alertId].Head != entry.Seq)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// With the number of its message. Not given before it can be tried: what is superseded until then would leave a hole among
    /// the messages.
    /// </summary>
    private DeliveryEntry Numbered(DeliveryEntry entry) =>
        entry.Sequence != 0 ? entry : _entries[entry.Seq] = entry with { Sequence = ++Sequence };

    private void MakeReady(DeliveryEntry entry)
    {
        _ready.Add(entry.Seq, entry);
        _ = entry.IsRetry ? _retries.Add((entry.DueAt, entry.Seq)) : _fresh.Add(entry.Seq);
    }

    private void Unready(long seq)
    {
        if (_ready.Remove(seq, out var entry))
        {
            _ = entry.IsRetry ? _retries.Remove((entry.DueAt, seq)) : _fresh.Remove(seq);
        }
    }
}
