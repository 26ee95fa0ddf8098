using Alerting.Alerts;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Grains.Alerts;

/// <summary>What the ledger's index knows of one alert.</summary>
internal sealed class AlertIndexEntry(string alertId, string region)
{
    // Revisions whose severity is higher than that of all before them: the first one, and rarely another.
    private readonly List<(long Seq, Severity Severity)> _rises = new(1);

    public static IComparer<AlertIndexEntry> ByLatest { get; } =
        Comparer<AlertIndexEntry>.Create(static (a, b) => a.Latest.CompareTo(b.Latest));

    public string AlertId { get; } = alertId;

    public string Region { get; } = region;

    public AlertStatus Status { get; private set; }

    public Severity Severity { get; private set; }

    /// <summary>Ledger positions (<c>seq</c>) of its revisions, ascending.</summary>
    public List<long> Seqs { get; } = new(2);

    public long Latest => Seqs[^1];

    /// <summary>Ledger position of the first revision, also where that is forgotten.</summary>
    public long Raised => _rises[0].Seq;

    /// <summary>The severity of the first revision, also where that is forgotten.</summary>
    public Severity RaisedSeverity => _rises[0].Severity;

    /// <summary>
    /// When it was raised, UTC ticks; null where that is not remembered: of what an earlier version of the product has stored.
    /// </summary>
    public long? RaisedAt { get; set; }

    /// <summary>How many of its oldest revisions are not in <see cref="Seqs"/> any more.</summary>
    public int Forgotten { get; private set; }

    /// <summary>A bound for searches in the order of <see cref="ByLatest"/>.</summary>
    public static AlertIndexEntry At(long seq) => new("", "") { Seqs = { seq } };

    public void Add(long seq, AlertStatus status, Severity severity)
    {
        Status = status;
        Severity = severity;
        Seqs.Add(seq);
        if (_rises.Count == 0 || severity > _rises[^1].Severity)
        {
            _rises.Add((seq, severity));
        }
    }

    /// <summary>Removes the revisions before this seq; the latest one stays.</summary>
    public void Forget(long first)
    {
        var kept = Seqs.FindIndex(seq => seq >= first);
        var forgotten = kept < 0 ? Seqs.Count - 1 : kept;
        Seqs.RemoveRange(0, forgotten);
        Forgotten += forgotten;
    }

    /// <summary>The highest severity among the revisions before this seq; null when there are none.</summary>
    public Severity? HighestBefore(long seq)
    {
        var before = _rises.FindLastIndex(rise => rise.Seq < seq);
        return before < 0 ? null : _rises[before].Severity;
    }

    /// <summary>The highest severity among the revision with this seq and those before it.</summary>
    public Severity? HighestUpTo(long seq) => HighestBefore(seq + 1);

    /// <param name="withForgotten">False as long as no alert has lost revisions: then versions of the product that
    /// never remove any can read the result.</param>
    public void Save(WireWriter writer, bool withForgotten)
    {
        writer.Unique(AlertId);
        writer.Shared(Region);
        writer.Byte((byte)Status);
        writer.Byte((byte)Severity);
        writer.Unsigned((ulong)Seqs.Count);
        foreach (var seq in Seqs)
        {
            writer.Unsigned((ulong)seq);
        }

        writer.Unsigned((ulong)_rises.Count);
        foreach (var (seq, severity) in _rises)
        {
            writer.Unsigned((ulong)seq);
            writer.Byte((byte)severity);
        }

        if (withForgotten)
        {
            writer.Unsigned((ulong)Forgotten);
        }
    }

    /// <param name="withRises">False for data written before severity rises were stored: the latest severity is taken
    /// for all revisions.</param>
    /// <param name="withForgotten">What <see cref="Save"/> was given.</param>
    public static AlertIndexEntry Restore(WireReader reader, bool withRises, bool withForgotten)
    {
        var alert = new AlertIndexEntry(reader.Unique(), reader.Shared())
        {
            Status = (AlertStatus)reader.Byte(),
            Severity = (Severity)reader.Byte(),
        };
        for (var seqs = reader.Count(); seqs > 0; seqs--)
        {
            alert.Seqs.Add((long)reader.Unsigned());
        }

        if (!withRises)
        {
            alert._rises.Add((alert.Seqs[0], alert.Severity));
            return alert;
        }

        for (var rises = reader.Count(); rises > 0; rises--)
        {
            alert._rises.Add(((long)reader.Unsigned(), (Severity)reader.Byte()));
        }

        alert.Forgotten = withForgotten ? (int)reader.Unsigned() : 0;

        return alert;
    }
}
