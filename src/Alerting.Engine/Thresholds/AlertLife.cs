using Alerting.Alerts;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>What is historical about a threshold in a region: it stays when the threshold changes.</summary>
internal sealed class AlertLife
{
    /// <summary>How many alerts of this threshold the region has raised.</summary>
    public int Ordinal { get; set; }

    public OpenAlert? Open { get; set; }

    /// <summary>Instant of the last clear by the measure, UTC ticks; null when there was none.</summary>
    public long? ClearedAt { get; set; }

    /// <summary>Whether the cooldown after <see cref="ClearedAt"/> is still to end.</summary>
    public bool CoolingDown { get; set; }

    /// <summary>
    /// By which definitions incidents were told while some were put away, each with the number of the last time: those
    /// that match were told with the others.
    /// </summary>
    public List<(Threshold Definition, long Tells)> ToldAway { get; } = [];

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

    /// <summary>Incidents were told for the <paramref name="tells"/>th time in the region, and some are put away.</summary>
    public void NoteToldAway(Threshold definition, long tells)
    {
        ToldAway.RemoveAll(t => t.Definition == definition);
        ToldAway.Add((definition, tells));
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

    /// <summary>The facts that the last raise or update told.</summary>
    public required ToldFacts Told { get; set; }

    /// <summary>The greatest measure as the facts stand.</summary>
    public required Peak Peak { get; set; }

    /// <summary>When a change of facts not yet told goes out; null when nothing waits.</summary>
    public long? PendingAt { get; set; }

    /// <summary>The alert clears at this instant or later, corrections apart.</summary>
    public required long ClearCheckAt { get; set; }

    /// <summary>Since when the version in force judges it, UTC ticks: it does not clear for an earlier instant.</summary>
    public required long AdoptedAt { get; set; }
}

/// <summary>Identifies what a revision told, to know whether there is anything new to tell.</summary>
internal readonly record struct ToldFacts(Peak Peak, int Count, ulong Evidence);
