namespace Alerting.Notifications.Deliveries;

/// <summary>
/// The open deliveries of one alert, digests that tell it among them. Its revisions stand in the ledger in order, so the order of
/// seqs is theirs.
/// </summary>
internal sealed class AlertLine
{
    private readonly SortedSet<long> _seqs = [];

    /// <summary>The one being tried; 0 for none.</summary>
    public long InFlight { get; set; }

    /// <summary>The first in line when that was looked at last; 0 for none.</summary>
    public long Known { get; set; }

    public bool IsEmpty => _seqs.Count == 0;

    public int Count => _seqs.Count;

    public IEnumerable<long> Seqs => _seqs;

    /// <summary>The one to try next; 0 while one is being tried.</summary>
    public long Head => InFlight != 0 || _seqs.Count == 0 ? 0 : _seqs.Min;

    public void Add(long seq) => _seqs.Add(seq);

    public void Remove(long seq)
    {
        _seqs.Remove(seq);
        if (InFlight == seq)
        {
            InFlight = 0;
        }
    }
}
