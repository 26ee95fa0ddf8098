using Alerting.Notifications.Silences;
using Alerting.OnCall;
using NodaTime;

namespace Alerting.Notifications.OnCall;

/// <summary>
/// Who of a schedule is on call when. Of its layers the last that has somebody counts, and an override before all of them. Turns of
/// whole days are counted in local time, others in elapsed time; see <see cref="ZonedDays"/> for when clocks change. Remembers where
/// it was: one for each question, or for questions in order of time; not safe for concurrent use.
/// </summary>
public sealed class OnCallTimes
{
    /// <summary>Instants that can be asked about lie before this one, UTC ticks: dates end soon after.</summary>
    public static readonly long MaxInstant = new DateTime(9900, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>By what counts first.</summary>
    private readonly List<IOnCallTrack> _tracks = [];

    /// <summary>The times of a schedule.</summary>
    /// <param name="schedule">As it was saved, that is valid.</param>
    /// <exception cref="ArgumentException">There is no such time zone.</exception>
    public OnCallTimes(OnCallSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var days = new ZonedDays(SilenceTimes.ZoneOf(schedule.TimeZone)
            ?? throw new ArgumentException($"There is no time zone '{schedule.TimeZone}'.", nameof(schedule)));
        if (schedule.Overrides.Count > 0)
        {
            _tracks.Add(new OverrideTrack(schedule.Overrides));
        }

        for (var i = schedule.Layers.Count - 1; i >= 0; i--)
        {
            _tracks.Add(new LayerTrack(schedule.Layers[i], i, days));
        }
    }

    /// <summary>Who is on call at an instant; null: nobody.</summary>
    /// <param name="now">UTC ticks, 0 up to before <see cref="MaxInstant"/>.</param>
    public string? ContactAt(long now) => Piece(now).Contact;

    /// <summary>The shift that goes on at an instant, from its begin to its end, with nobody on call too.</summary>
    /// <param name="now">UTC ticks, 0 up to before <see cref="MaxInstant"/>.</param>
    public OnCallShift At(long now)
    {
        var shift = Forward(Piece(now));
        while (shift.From > 0 && Piece(shift.From - 1) is var before && IsSame(before, shift))
        {
            shift = shift with { From = before.From };
        }

        return shift;
    }

    /// <summary>The shift with somebody that begins next after the one that goes on at an instant; null: none any more.</summary>
    public OnCallShift? NextAfter(long now)
    {
        var shift = Forward(Piece(now));
        while (shift.To < MaxInstant)
        {
            shift = Forward(Piece(shift.To));
            if (shift.Contact is not null)
            {
                return shift;
            }
        }

        return null;
    }

    /// <summary>The shifts of a span in order, cut off at its ends, those with nobody too.</summary>
    /// <param name="from">UTC ticks.</param>
    /// <param name="to">UTC ticks, at most <see cref="MaxInstant"/>.</param>
    public IEnumerable<OnCallShift> Shifts(long from, long to)
    {
        for (var now = from; now < to;)
        {
            var shift = Forward(Piece(now), to);
            yield return shift with { From = now, To = Math.Min(shift.To, to) };
            now = shift.To;
        }
    }

    /// <summary>The spans in which nobody is on call, in order.</summary>
    /// <param name="from">UTC ticks.</param>
    /// <param name="to">UTC ticks, at most <see cref="MaxInstant"/>.</param>
    public IEnumerable<(long From, long To)> Gaps(long from, long to) =>
        Shifts(from, to).Where(static shift => shift.Contact is null).Select(static shift => (shift.From, shift.To));

    private static bool IsSame(OnCallShift one, OnCallShift other) => one.Contact == other.Contact && one.Source == other.Source;

    /// <summary>Up to where another one, or nobody, is on call.</summary>
    /// <param name="limit">It is followed up to here.</param>
    private OnCallShift Forward(OnCallShift shift, long? limit = null)
    {
        var end = limit ?? MaxInstant;
        while (shift.To < end && Piece(shift.To) is var next && IsSame(next, shift))
        {
            shift = shift with { To = next.To };
        }

        return shift;
    }

    /// <summary>Who at an instant, and between which two instants nothing can change it.</summary>
    private OnCallShift Piece(long now)
    {
        var (from, to) = (long.MinValue, long.MaxValue);
        foreach (var track in _tracks)
        {
            // What counts less does not matter while this one has somebody.
            var part = track.At(now);
            (from, to) = (Math.Max(from, part.From), Math.Min(to, part.To));
            if (part.Contact is not null)
            {
                return new OnCallShift(part.Contact, part.Source, from, to);
            }
        }

        return new OnCallShift(null, null, from, to);
    }
}
