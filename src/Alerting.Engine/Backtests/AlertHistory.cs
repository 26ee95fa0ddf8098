using Alerting.Alerts;
using Alerting.Backtests;

namespace Alerting.Engine.Backtests;

/// <summary>One alert of a backtest.</summary>
public sealed class AlertHistory
{
    private readonly List<AlertRevision> _revisions = [];

    internal AlertHistory(Alert last) => Last = last;

    /// <summary>The alert as its last revision has it; <c>seq</c> is 0.</summary>
    public Alert Last { get; private set; }

    /// <summary>The revisions within the period, oldest first; empty when the backtest was asked not to keep them.</summary>
    public IReadOnlyList<AlertRevision> Revisions => _revisions;

    /// <summary>Whether the alert has a revision within the period.</summary>
    public bool IsInPeriod { get; private set; }

    internal void Note(Alert revision) => Last = revision;

    internal void Add(Alert revision, bool keep)
    {
        Last = revision;
        IsInPeriod = true;
        if (keep)
        {
            _revisions.Add(new AlertRevision(
                revision.Revision, revision.Change, revision.UpdatedAt, revision.Measure.Value, revision.EvidenceCount, revision.Reason));
        }
    }
}
