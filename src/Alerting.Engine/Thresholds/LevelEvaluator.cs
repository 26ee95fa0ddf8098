using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Rarity;
using Alerting.Engine.Regions;
using Alerting.Engine.Windows;
using Alerting.Regions;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>
/// Evaluates a threshold on the computed level of the region, which has no window. Evidence is the incidents that
/// make up most of the score.
/// </summary>
internal sealed class LevelEvaluator(ThresholdVersion version, ThresholdAlertState alertState, EvaluationContext context)
    : ThresholdEvaluator(version, alertState, context)
{
    private readonly IncidentFilter _filter = new(version.Definition!, context.Region.Code, context.Facts.Towns);

    private const int MaxEvidence = 50;

    /// <summary>A change of any of so many heaviest incidents is an update.</summary>
    private const int MaxDecisive = 10;

    /// <summary>Incidents that weigh less than this share of the heaviest are not worth naming.</summary>
    private static readonly double s_slight = Math.Log2(0.01);

    /// <summary>Own incidents of greatest decayed weight, greatest first; null when they must be searched for again.</summary>
    private List<(double Key, IncidentNode Node)>? _top;

    private bool _changed;

    private int Level => (int)Context.Level.Computed;

    public override void Take(ReadOnlySpan<IncidentStep> steps, long now)
    {
        if (AlertState.Open is null)
        {
            _top = null;
            return;
        }

        foreach (ref readonly var step in steps)
        {
            Withdraw(step);
        }

        foreach (ref readonly var step in steps)
        {
            Enter(step);
        }
    }

    public override void EndStep() => _changed = false;

    /// <summary>Rows of the incidents that an alert would show now. They stay in memory however old they are.</summary>
    public IEnumerable<int> EvidenceRows() => (_top ??= FindTop()).Select(static t => t.Node.Row);

    /// <summary>Rows of the incidents that an open alert shows: they are not forgotten, however old they are.</summary>
    public IEnumerable<int> PinnedRows()
    {
        if (AlertState.Open is not null)
        {
            return EvidenceRows();
        }

        // Rows that are forgotten must not be shown by the next alert.
        _top = null;
        return [];
    }

    public override void LevelChanged(long now)
    {
        _changed = true;
        Follow(now);
    }

    public override void LevelFell(long now)
    {
        Follow(now);
        if (Level < Definition.AtLeast)
        {
            AlertState.HeldSince = null;
        }

        if (AlertState.Open is { } open)
        {
            open.PendingAt ??= Math.Max(now, open.LastRevisionAt + Definition.UpdateEvery.Ticks);
        }
    }

    public override void Judge(long now, bool all)
    {
        if (AlertState.Open is { } open)
        {
            if (open.ClearCheckAt <= now)
            {
                Clear(open, now);
            }
            else if (all || _changed)
            {
                Update(open, now);
            }
        }
        else
        {
            RaiseIfReached(new Peak(Level, 0), now);
        }
    }

    protected override Peak? Greatest(long after, long through) => new Peak(Level, 0);

    protected override AlertFacts FactsOf(Peak? peak)
    {
        _top ??= FindTop();
        var evidence = _top.ConvertAll(static t => t.Node);
        evidence.Sort(static (a, b) =>
        {
            var order = b.OccurredAt.CompareTo(a.OccurredAt);
            return order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
        });
        var slight = _top.Count > 0 ? _top[0].Key + s_slight : 0;
        return new AlertFacts
        {
            Peak = peak,
            Stated = peak?.Value ?? 0,
            Evidence = evidence,
            Heaviest = [.. _top.TakeWhile(t => t.Key >= slight).Select(static t => t.Node)],
            Decisive = Context.Rules >= JudgingRules.Second ? [.. _top.Take(MaxDecisive).Select(static t => t.Node)] : evidence,
        };
    }

    /// <summary>An alert on a level clears when the level has fallen, so its highest level counts.</summary>
    protected override double PeakOf(OpenAlert open) => open.Highest;

    protected override bool RisesMuch(OpenAlert open) => open.Peak.Value > open.Published.Peak.Value;

    protected override DayRange DaysBefore(Peak peak, long now) => RarityRule.DaysBefore(Context.Beginning.KnownSince, now, now);

    protected override AlertRarity RarityOf(Peak peak, DayRange days, long now)
    {
        Context.Level.Days.NoteThrough(Context.Level.Computed, now);
        return RarityRule.Of(Context.Level.Days.Numbers, days, (int)ThreatLevel.Low, peak.Value);
    }

    protected override long NextClear(OpenAlert open, long from, long now) =>
        Context.Level.Below.Since(Definition.ClearBelow) is { } since
            ? Math.Max(open.RaisedAt, since) + Definition.ClearAfter.Ticks
            : long.MaxValue;

    protected override void ScheduleClear(OpenAlert open, long now) => open.ClearCheckAt = NextClear(open, now, now);

    protected override void MarkTold(long now)
    {
    }

    private void Withdraw(in IncidentStep step)
    {
        if (step.Before is not null && (_top is null || _top.Exists(Holds(step.Node))))
        {
            _top = null;
            _changed = true;
        }
    }

    private void Enter(in IncidentStep step)
    {
        if (!step.IsShown || !_filter.Matches(step.Node))
        {
            return;
        }

        if (_top is null)
        {
            _changed = true;
            return;
        }

        var entry = (KeyOf(step.Node), step.Node);
        var found = _top.BinarySearch(entry, Order.Instance);
        var place = found < 0 ? ~found : found;
        if (place < MaxEvidence)
        {
            _top.Insert(place, entry);
            _changed = true;
            if (_top.Count > MaxEvidence)
            {
                _top.RemoveAt(MaxEvidence);
            }
        }
    }

    private void Follow(long now)
    {
        if (AlertState.Open is { } open)
        {
            open.Peak = new Peak(Level, 0);
            open.Highest = Math.Max(open.Highest, Level);
            ScheduleClear(open, now);
        }
    }

    private static Predicate<(double Key, IncidentNode Node)> Holds(IncidentNode node) => entry => entry.Node == node;

    /// <summary>All weights decay at the same rate, so their order is that of log2(weight) + occurredAt / halfLife at any time.</summary>
    private double KeyOf(IncidentNode node) =>
        Math.Log2(node.Weight) + (node.OccurredAt / (double)Context.Options.HalfLife.Ticks);

    private List<(double Key, IncidentNode Node)> FindTop()
    {
        var lightest = new PriorityQueue<(double Key, IncidentNode Node), (double Key, IncidentNode Node)>(
            Comparer<(double Key, IncidentNode Node)>.Create((a, b) => Order.Instance.Compare(b, a)));
        foreach (var node in Context.Facts.Own)
        {
            if (!_filter.Matches(node))
            {
                continue;
            }

            var entry = (KeyOf(node), node);
            if (lightest.Count < MaxEvidence)
            {
                lightest.Enqueue(entry, entry);
            }
            else
            {
                lightest.EnqueueDequeue(entry, entry);
            }
        }

        var top = lightest.UnorderedItems.Select(static i => i.Element).ToList();
        top.Sort(Order.Instance);
        return top;
    }

    private sealed class Order : IComparer<(double Key, IncidentNode Node)>
    {
        public static Order Instance { get; } = new();

        public int Compare((double Key, IncidentNode Node) x, (double Key, IncidentNode Node) y)
        {
            var order = y.Key.CompareTo(x.Key);
            order = order != 0 ? order : y.Node.OccurredAt.CompareTo(x.Node.OccurredAt);
            return order != 0 ? order : string.CompareOrdinal(x.Node.Id, y.Node.Id);
        }
    }
}
