using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Incidents;
using Alerting.Engine.Rarity;
using Alerting.Engine.Thresholds;
using Alerting.Engine.Windows;
using Alerting.Thresholds;

namespace Alerting.Engine.Quiet;

/// <summary>
/// Evaluates a threshold on the number of sources that are quiet. A source is so from when its silence has lasted for the window,
/// if it had enough reports in the baseline before the window, until it reports, or these reports have left the baseline.
/// </summary>
/// <remarks>
/// Only the clock makes a source quiet. What a report changes comes later than what was due before it, so that the instant of the
/// next change is a lower bound, and is found anew when it has come: a report costs nothing but the look at its own source.
/// </remarks>
internal sealed class QuietEvaluator : ThresholdEvaluator
{
    private readonly HeardSources _heard;
    private readonly long _window;
    private readonly long _baseline;
    private readonly int _minReports;

    private SortedDictionary<string, HeardSource> _quiet = new(StringComparer.Ordinal);

    /// <summary>Sources whose reports have left the baseline in their silence, by name.</summary>
    private SortedSet<string> _givenUp = new(StringComparer.Ordinal);

    /// <summary>Nothing changes before this instant without an input, UTC ticks.</summary>
    private long _next = long.MaxValue;

    private bool _changed;

    public QuietEvaluator(ThresholdVersion version, ThresholdAlertState alertState, EvaluationContext context)
        : base(version, alertState, context)
    {
        _heard = context.Heard;
        _window = Definition.Window!.Value.Ticks;
        _baseline = Definition.Baseline!.Value.Ticks;
        _minReports = Definition.MinReports!.Value;
    }

    public override long NextDeadline => Math.Min(base.NextDeadline, _next);

    /// <summary>Whether time alone changes what is quiet.</summary>
    public bool WaitsForTime => _next < long.MaxValue;

    /// <summary>The sources that are quiet at an instant not before the last input.</summary>
    public IEnumerable<HeardSource> QuietAt(long at) =>
        _heard.All.Where(source => SpanOf(source) is var (from, until) && from <= at && at < until);

    /// <summary>Looks at all sources as they are, without anything following from it: the state was restored.</summary>
    public void Restored(long now) => Look(now);

    /// <summary>The threshold applies from now on, or the clock was set back to now: nothing is known of the silence before.</summary>
    public void Begin(long now)
    {
        Look(now);
        AlertState.Below.Begin(IsBelow, now);
    }

    /// <summary>A source was heard from. <see cref="Judge"/> follows.</summary>
    public void Heard(HeardSource source, long now)
    {
        if (SpanOf(source) is { } span)
        {
            _next = Math.Min(_next, span.From);
        }

        _givenUp.Remove(source.Name);
        if (_quiet.ContainsKey(source.Name))
        {
            NoteDays(now);
            _quiet.Remove(source.Name);
            Follow(now);
        }
    }

    /// <summary>The system was down, or sources are forgotten: silence counts otherwise. <see cref="Judge"/> follows.</summary>
    public void SilenceChanged(long now)
    {
        NoteDays(now);
        if (Look(now))
        {
            Follow(now);
        }
    }

    /// <summary>
    /// An instant has come. What is pending is published later in it, what is reached is raised by <see cref="RaiseIfDue"/>.
    /// </summary>
    public void TimePassed(long now)
    {
        if (_next > now)
        {
            return;
        }

        NoteDays(now);
        if (Look(now))
        {
            Follow(now);
            if (AlertState.Open is { } open)
            {
                var due = CannotWait(open) ? now : Math.Max(now, open.LastRevisionAt + Definition.UpdateEvery.Ticks);
                open.PendingAt = Math.Min(open.PendingAt ?? long.MaxValue, due);
            }
        }
    }

    public void RaiseIfDue(long now)
    {
        if (_changed && AlertState.Open is null)
        {
            RaiseIfReached(Greatest(0, now), now);
        }

        _changed = false;
    }

    public override void Take(ReadOnlySpan<IncidentStep> steps, long now)
    {
    }

    public override void EndStep() => _changed = false;

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
        else if (all || _changed)
        {
            RaiseIfReached(Greatest(0, now), now);
        }
    }

    protected override Peak? Greatest(long after, long through) => new Peak(_quiet.Count, 0);

    protected override AlertFacts FactsOf(Peak? peak) => new()
    {
        Peak = peak,
        Stated = peak?.Value ?? 0,
        Evidence = [],
        Quiet = [.. _quiet.Values.Select(source => Describe(source, _heard))],
        GivenUp = [.. _givenUp],
    };

    /// <summary>An alert clears when sources have reported again, so the greatest number counts.</summary>
    protected override double PeakOf(OpenAlert open) => open.Highest;

    protected override DayRange DaysBefore(Peak peak, long now) =>
        RarityRule.DaysBefore(Math.Max(AlertState.Days.Since ?? long.MaxValue, Context.Beginning.KnownSince), now, now);

    protected override AlertRarity RarityOf(Peak peak, DayRange days, long now)
    {
        NoteDays(now);
        return RarityRule.Of(AlertState.Days.Numbers, days, 0, peak.Value);
    }

    protected override long NextClear(OpenAlert open, long from, long now) =>
        AlertState.Below.Since is { } since ? Math.Max(open.RaisedAt, since) + Definition.ClearAfter.Ticks : long.MaxValue;

    protected override void ScheduleClear(OpenAlert open, long now) => open.ClearCheckAt = NextClear(open, now, now);

    protected override void MarkTold(long now)
    {
    }

    private bool IsBelow => _quiet.Count < Definition.ClearBelow;

    /// <summary>What is told of a quiet source.</summary>
    public static QuietSource Describe(HeardSource source, HeardSources heard) =>
        new(source.Name, Instants.FromTicks(source.LastAt), Instants.FromTicks(heard.SilentSince(source)));

    /// <summary>From when until when a source that stays silent is quiet; null where it never is.</summary>
    private (long From, long Until)? SpanOf(HeardSource source)
    {
        if (source.LatestAt(_minReports) is not { } first)
        {
            return null;
        }

        var (from, until) = (_heard.SilentSince(source) + _window, first + _window + _baseline);
        return from < until ? (from, until) : null;
    }

    /// <summary>Finds anew which sources are quiet, and when that changes next; returns whether it has changed.</summary>
    private bool Look(long now)
    {
        var quiet = new SortedDictionary<string, HeardSource>(StringComparer.Ordinal);
        var givenUp = new SortedSet<string>(StringComparer.Ordinal);
        _next = long.MaxValue;
        foreach (var source in _heard.All)
        {
            if (SpanOf(source) is not var (from, until))
            {
                continue;
            }

            if (until <= now)
            {
                givenUp.Add(source.Name);
                continue;
            }

            _next = Math.Min(_next, from <= now ? until : from);
            if (from <= now)
            {
                quiet.Add(source.Name, source);
            }
        }

        var changed = !quiet.Keys.SequenceEqual(_quiet.Keys, StringComparer.Ordinal);
        (_quiet, _givenUp) = (quiet, givenUp);
        return changed;
    }

    /// <summary>What is quiet has changed at an instant.</summary>
    private void Follow(long now)
    {
        _changed = true;
        NoteDays(now);
        AlertState.Below.Note(IsBelow, now);
        if (AlertState.Open is { } open)
        {
            open.Peak = new Peak(_quiet.Count, 0);
            open.Highest = Math.Max(open.Highest, open.Peak.Value);
            ScheduleClear(open, now);
        }
    }

    /// <summary>So many sources as now have been quiet since the days were noted last.</summary>
    private void NoteDays(long now)
    {
        var days = AlertState.Days;
        var today = UtcDay.Of(now);
        if (_quiet.Count > 0)
        {
            for (var day = Math.Max(UtcDay.Of(Math.Max(days.ClosedThrough, 0)), today - DayNumbers.MaxKept); day <= today; day++)
            {
                days.Numbers.Note(day, _quiet.Count);
            }
        }

        days.Close(now);
        days.Numbers.Trim(now);
    }
}
