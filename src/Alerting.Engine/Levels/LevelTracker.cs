using Alerting.Engine.Incidents;
using Alerting.Engine.Rarity;
using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Levels;

/// <summary>The scores of a region and the level computed from its own incidents.</summary>
internal sealed class LevelTracker(EngineOptions options)
{
    private readonly LevelScale _scale = new(options);

    /// <summary>The computed level cannot fall before this instant; <see cref="long.MaxValue"/> at the lowest level.</summary>
    private long _fallCheckAt = long.MaxValue;

    /// <summary>Score of the region's own incidents.</summary>
    public DecayingSum Own { get; } = new(options.HalfLife.Ticks);

    /// <summary>Score of the incidents of the whole subtree.</summary>
    public DecayingSum Subtree { get; } = new(options.HalfLife.Ticks);

    public ThreatLevel Computed { get; private set; } = ThreatLevel.Low;

    /// <summary>Since when <see cref="Computed"/> has been below each level.</summary>
    public TimesBelow Below { get; } = new();

    public LevelDays Days { get; } = new();

    public long NextDeadline => _fallCheckAt;

    public void Restore(ThreatLevel computed)
    {
        Computed = computed;
        ScheduleFall();
    }

    /// <param name="before">What the incident showed before; null when it did not exist.</param>
    /// <param name="after">The incident as it is.</param>
    /// <param name="own">Whether the incident is the region's own and not one of a region below.</param>
    public void Change(Incident? before, IncidentNode after, bool own)
    {
        var weight = after.IsShown ? after.Weight : 0;
        if (before is not null && after.IsShown && before.Weight == weight && before.OccurredAt == after.OccurredAt)
        {
            return;
        }

        if (before is not null)
        {
            Subtree.Remove(before.Weight, before.OccurredAt);
            if (own)
            {
                Own.Remove(before.Weight, before.OccurredAt);
                _fallCheckAt = long.MinValue;
            }
        }

        if (after.IsShown)
        {
            Subtree.Add(weight, after.OccurredAt);
            if (own)
            {
                Own.Add(weight, after.OccurredAt);
            }
        }
    }

    /// <summary>Computes the level at an instant; true when it changed.</summary>
    public bool Judge(long now)
    {
        var next = _scale.Next(Computed, Own.At(now));
        var changed = next != Computed;
        if (changed)
        {
            Below.Note(next, now);
            Days.Change(Computed, next, now);
            Computed = next;
        }

        if (changed || _fallCheckAt <= now)
        {
            ScheduleFall();
        }

        return changed;
    }

    /// <summary>The clock is set back; <see cref="Recount"/> and <see cref="Judge"/> must follow.</summary>
    /// <param name="to">What happened later happened at this instant, UTC ticks.</param>
    /// <param name="now">The instant before, UTC ticks.</param>
    public void SetBack(long to, long now)
    {
        Below.SetBack(to);
        Days.NoteThrough(Computed, now);
        Days.SetBack(to);
        _fallCheckAt = long.MinValue;
    }

    /// <summary>
    /// Computes the scores from scratch: when a sum is moved far back in time, the tiny rests of removed weights grow
    /// large.
    /// </summary>
    /// <param name="nodes">All incidents.</param>
    /// <param name="region">Code of the region that is tracked.</param>
    public void Recount(IEnumerable<IncidentNode> nodes, string region)
    {
        Own.Restore(0, 0);
        Subtree.Restore(0, 0);
        foreach (var node in nodes)
        {
            Subtree.Add(node.Weight, node.OccurredAt);
            if (node.Region == region)
            {
                Own.Add(node.Weight, node.OccurredAt);
            }
        }
    }

    private void ScheduleFall() =>
        _fallCheckAt = Computed == ThreatLevel.Low ? long.MaxValue : Own.FirstBelow(_scale.FallBound(Computed));
}
