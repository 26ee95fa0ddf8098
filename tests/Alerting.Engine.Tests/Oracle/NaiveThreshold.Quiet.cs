using Alerting.Alerts;
using Alerting.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

// A threshold on quiet sources: it goes by the clock and by when reports came, and by no incident.
internal sealed partial class NaiveThreshold
{
    private long _quietNoted;
    private long _quietSince;

    /// <summary>The next instant at which other sources are quiet than now; null where there is none.</summary>
    public long? NextQuiet(long now)
    {
        if (Definition is not { Measure: Measure.Quiet } threshold)
        {
            return null;
        }

        var present = Names(threshold, now);
        return sources.Breaks(threshold, now).Where(at => Names(threshold, at) != present).Select(at => (long?)at).FirstOrDefault();
    }

    /// <summary>An instant has come by itself.</summary>
    public void RaiseIfQuiet(long now, IReadOnlyList<Incident> incidents, long halfLife, NaiveBeginning beginning)
    {
        if (Definition?.Measure == Measure.Quiet)
        {
            _beginning = beginning;
            Raise(now, incidents, halfLife);
        }
    }

    /// <summary>Writes down how many sources were quiet since this was done last.</summary>
    public void NoteQuiet(long now)
    {
        if (Definition is not { Measure: Measure.Quiet } threshold)
        {
            return;
        }

        var from = Math.Min(_quietNoted, now);
        var instants = Enumerable.Range(0, (int)((now / NaiveDays.Day) - (from / NaiveDays.Day)) + 1)
            .Select(day => Math.Max(from, ((from / NaiveDays.Day) + day) * NaiveDays.Day))
            .Concat(sources.Breaks(threshold, from).TakeWhile(at => at <= now))
            .Append(now);
        foreach (var at in instants)
        {
            if (sources.QuietAt(threshold, at).Count is > 0 and var count)
            {
                _days.Note(at, count);
            }
        }

        _quietNoted = now;
    }

    private Peak Quiet(Threshold threshold, long now)
    {
        var quiet = sources.QuietAt(threshold, now);
        return new Peak(quiet.Count, null, [])
        {
            Quiet = [.. quiet.Select(q => new QuietSource(q.Source, Instants.FromTicks(q.LastAt), Instants.FromTicks(q.Since)))],
        };
    }

    private string Names(Threshold threshold, long at) => string.Join('|', sources.QuietAt(threshold, at).Select(q => q.Source));
}
