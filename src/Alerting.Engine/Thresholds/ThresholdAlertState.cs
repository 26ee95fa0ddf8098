using Alerting.Alerts;
using Alerting.Engine.Quiet;
using Alerting.Engine.Rarity;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>The alerts of one threshold in one region: the state that is kept when the threshold changes.</summary>
internal sealed class ThresholdAlertState
{
    /// <summary>Number of alerts of this threshold that the region has raised.</summary>
    public int Ordinal { get; set; }

    public OpenAlert? Open { get; set; }

    /// <summary>Whether an alert is the open one.</summary>
    public bool IsOpen(string alertId) => Open?.Last.AlertId == alertId;

    /// <summary>When the last alert cleared by its measure, UTC ticks; null when none has.</summary>
    public long? ClearedAt { get; set; }

    /// <summary>Whether the cooldown after <see cref="ClearedAt"/> has not ended yet.</summary>
    public bool CoolingDown { get; set; }

    /// <summary>
    /// The peak of the alert that cleared last: a greater one is raised in spite of the cooldown. Infinite where it says
    /// nothing about the measure of the version that applies now.
    /// </summary>
    public double EndedPeak { get; set; } = double.PositiveInfinity;

    /// <summary>Since when the cooldown has held back what reaches the threshold, UTC ticks; null while it holds back nothing.</summary>
    public long? HeldSince { get; set; }

    public ThresholdDays Days { get; } = new();

    /// <summary>Of a threshold on quiet sources: since when their number has been below that of a clear.</summary>
    public TimeBelow Below => field ??= new TimeBelow();

    /// <summary>
    /// Definitions by which incidents were told while some were archived, each with the last round in which that
    /// happened: archived incidents that match a definition were told in that round too.
    /// </summary>
    public List<(Threshold Definition, long Round)> ToldWhileArchived => field ??= [];

    /// <summary>
    /// What is measured is another thing from now on, or nothing: values of before are not comparable with those that
    /// follow.
    /// </summary>
    public void ForgetValues()
    {
        Days.End();
        EndedPeak = double.PositiveInfinity;
        HeldSince = null;
        if (Open is { } open)
        {
            open.Highest = 0;
            if (open.Last.Acknowledged is { Value: not null } acknowledged)
            {
                open.Last = open.Last with { Acknowledged = acknowledged with { Value = null } };
            }
        }
    }

    /// <summary>The clock is set back: what happened later counts as of this instant.</summary>
    public void SetBack(long to)
    {
        ClearedAt = ClearedAt is { } cleared ? Math.Min(cleared, to) : null;
        HeldSince = HeldSince is { } held ? Math.Min(held, to) : null;
        if (Open is { } open)
        {
            open.LastRevisionAt = Math.Min(open.LastRevisionAt, to);
            open.AdoptedAt = Math.Min(open.AdoptedAt, to);
            open.PendingAt = null;
        }
    }

    /// <summary>Records that incidents were told in this round while some were archived.</summary>
    public void NoteToldWhileArchived(Threshold definition, long round)
    {
        ToldWhileArchived.RemoveAll(t => t.Definition == definition);
        ToldWhileArchived.Add((definition, round));
    }
}

/// <summary>An open alert.</summary>
internal sealed class OpenAlert
{
    /// <summary>The last revision.</summary>
    public required Alert Last { get; set; }

    /// <summary>UTC ticks.</summary>
    public required long RaisedAt { get; init; }

    /// <summary>UTC ticks.</summary>
    public required long LastRevisionAt { get; set; }

    /// <summary>What the last raise or update published.</summary>
    public required PublishedFacts Published { get; set; }

    /// <summary>The greatest measure as of now, and its window end.</summary>
    public required Peak Peak { get; set; }

    /// <summary>When a change that is not published yet will be, UTC ticks; null when there is none.</summary>
    public long? PendingAt { get; set; }

    /// <summary>The alert cannot clear before this instant, UTC ticks, unless a correction makes it.</summary>
    public required long ClearCheckAt { get; set; }

    /// <summary>
    /// Since when the version that applies now has judged the alert, UTC ticks: it does not clear for an earlier
    /// instant.
    /// </summary>
    public required long AdoptedAt { get; set; }

    /// <summary>The greatest value that the alert has had, which for a level may be above that of now.</summary>
    public double Highest { get; set; }
}

/// <summary>What a revision published, in short, to decide whether there is anything new to publish.</summary>
internal readonly record struct PublishedFacts(Peak Peak, int Count, ulong Evidence);
