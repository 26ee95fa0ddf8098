using Alerting.Alerts;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>The alerts of one threshold in one region: what stays when the threshold changes.</summary>
internal sealed class ThresholdAlertState
{
    /// <summary>How many alerts of this threshold the region has raised.</summary>
    public int Ordinal { get; set; }

    public OpenAlert? Open { get; set; }

    /// <summary>Instant of the last clear by the measure, UTC ticks; null when there was none.</summary>
    public long? ClearedAt { get; set; }

    /// <summary>Whether the cooldown after <see cref="ClearedAt"/> is still to end.</summary>
    public bool CoolingDown { get; set; }

    /// <summary>
    /// The definitions by which incidents were told while some were in the archive, each with its last round of telling:
    /// archived incidents that match one were told with the others.
    /// </summary>
    public List<(Threshold Definition, long Round)> ToldWhileArchived { get; } = [];

    /// <summary>The clock is set back: what happened later counts as of this instant.</summary>
    public void SetBack(long to)
    {
        ClearedAt = ClearedAt is { } cleared ? Math.Min(cleared, to) : null;
        if (Open is { } open)
        {
            open.LastRevisionAt = Math.Min(open.LastRevisionAt, to);
            open.AdoptedAt = Math.Min(open.AdoptedAt, to);
            open.PendingAt = null;
        }
    }

    /// <summary>Incidents were told in this round of the region, while some were in the archive.</summary>
    public void NoteToldWhileArchived(Threshold definition, long round)
    {
        ToldWhileArchived.RemoveAll(t => t.Definition == definition);
        ToldWhileArchived.Add((definition, round));
    }
}

/// <summary>An alert that is open.</summary>
internal sealed class OpenAlert
{
    /// <summary>The last revision.</summary>
    public required Alert Last { get; set; }

    /// <summary>UTC ticks.</summary>
    public required long RaisedAt { get; init; }

    /// <summary>UTC ticks.</summary>
    public required long LastRevisionAt { get; set; }

    /// <summary>Identifies the facts that the last raise or update published.</summary>
    public required PublishedFacts Published { get; set; }

    /// <summary>The greatest measure as the facts stand.</summary>
    public required Peak Peak { get; set; }

    /// <summary>When a change of facts that is not published yet will be, UTC ticks; null when nothing waits.</summary>
    public long? PendingAt { get; set; }

    /// <summary>The alert clears at this instant or later, corrections apart.</summary>
    public required long ClearCheckAt { get; set; }

    /// <summary>Since when the version in force judges it, UTC ticks: it does not clear for an earlier instant.</summary>
    public required long AdoptedAt { get; set; }
}

/// <summary>Identifies the facts that a revision published, to know whether there is anything new to publish.</summary>
internal readonly record struct PublishedFacts(Peak Peak, int Count, ulong Evidence);
