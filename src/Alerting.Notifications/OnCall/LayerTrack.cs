using Alerting.OnCall;
using NodaTime;

namespace Alerting.Notifications.OnCall;

/// <summary>Who of a layer has the turn at an instant. Remembers the last answer; not safe for concurrent use.</summary>
internal sealed class LayerTrack : IOnCallTrack
{
    /// <summary>Days before and after one that a window of it can reach to: a zone has left out a whole day.</summary>
    private const int DaysAround = 3;

    private readonly ScheduleLayer _layer;
    private readonly ZonedDays _days;
    private readonly DailyWindow? _window;
    private readonly OnCallSource _source;
    private readonly long _start;
    private readonly LocalDateTime _localStart;
    private readonly bool _isInDays;
    private readonly bool _takesTurns;
    private OnCallShift _known = new(null, null, 0, 0);

    public LayerTrack(ScheduleLayer layer, int index, ZonedDays days)
    {
        (_layer, _days) = (layer, days);
        _source = new OnCallSource(IsOverride: false, index);
        _start = layer.StartsAt.UtcTicks;
        _localStart = days.LocalOf(_start);
        _isInDays = layer.Shift.Ticks % TimeSpan.TicksPerDay == 0;
        _takesTurns = layer.Contacts.Distinct(StringComparer.Ordinal).Skip(1).Any();
        _window = DailyWindow.TryParse(layer.Between, out var window) && !window.IsWholeDay ? window : null;
    }

    public OnCallShift At(long now)
    {
        if (now < _known.From || now >= _known.To)
        {
            _known = Find(now);
        }

        return _known;
    }

    private OnCallShift Find(long now)
    {
        if (now < _start)
        {
            return new OnCallShift(null, null, long.MinValue, _start);
        }

        var (isIn, from, to) = WindowAt(now);
        from = Math.Max(from, _start);
        if (!isIn)
        {
            return new OnCallShift(null, null, from, to);
        }

        if (!_takesTurns)
        {
            return new OnCallShift(_layer.Contacts[0], _source, from, to);
        }

        var turn = TurnAt(now);
        return new OnCallShift(
            _layer.Contacts[(int)(turn % _layer.Contacts.Count)], _source, Math.Max(from, BeginOf(turn)), Math.Min(to, BeginOf(turn + 1)));
    }

    /// <summary>The window that an instant is in, or what lies between two of them.</summary>
    private (bool IsIn, long From, long To) WindowAt(long now)
    {
        if (_window is not { } window)
        {
            return (true, _start, long.MaxValue);
        }

        var (before, after) = (long.MinValue, long.MaxValue);
        foreach (var (from, to) in window.Of(_days, _days.LocalOf(now).Date.PlusDays(-DaysAround), (2 * DaysAround) + 1))
        {
            if (from <= now && now < to)
            {
                return (true, from, to);
            }

            if (to <= now)
            {
                before = to;
            }
            else
            {
                after = Math.Min(after, from);
            }
        }

        return (false, before, after);
    }

    /// <summary>Number of the last turn that has begun, from 0.</summary>
    private long TurnAt(long now)
    {
        if (!_isInDays)
        {
            return (now - _start) / _layer.Shift.Ticks;
        }

        var length = _layer.Shift.Ticks / TimeSpan.TicksPerDay;
        var turn = Math.Max(0, Period.DaysBetween(_localStart.Date, _days.LocalOf(now).Date) / length);
        while (turn > 0 && BeginOf(turn) > now)
        {
            turn--;
        }

        while (BeginOf(turn + 1) <= now)
        {
            turn++;
        }

        return turn;
    }

    private long BeginOf(long turn) =>
        turn == 0 ? _start
        : _isInDays ? _days.DaysAfter(_localStart, turn * (_layer.Shift.Ticks / TimeSpan.TicksPerDay))
        : turn > (DateTime.MaxValue.Ticks - _start) / _layer.Shift.Ticks ? long.MaxValue
        : _start + (turn * _layer.Shift.Ticks);
}

/// <summary>Of the overrides the last in the list that holds at an instant.</summary>
internal sealed class OverrideTrack(IReadOnlyList<ScheduleOverride> overrides) : IOnCallTrack
{
    private OnCallShift _known = new(null, null, 0, 0);

    public OnCallShift At(long now)
    {
        if (now < _known.From || now >= _known.To)
        {
            _known = Find(now);
        }

        return _known;
    }

    private OnCallShift Find(long now)
    {
        var (from, to) = (long.MinValue, long.MaxValue);
        int? holds = null;
        for (var i = 0; i < overrides.Count; i++)
        {
            var (begin, end) = (overrides[i].From.UtcTicks, overrides[i].To.UtcTicks);
            (from, to) = Narrow(from, to, begin, now);
            (from, to) = Narrow(from, to, end, now);
            if (begin <= now && now < end)
            {
                holds = i;
            }
        }

        return holds is { } index
            ? new OnCallShift(overrides[index].Contact, new OnCallSource(IsOverride: true, index), from, to)
            : new OnCallShift(null, null, from, to);
    }

    private static (long From, long To) Narrow(long from, long to, long edge, long now) =>
        edge <= now ? (Math.Max(from, edge), to) : (from, Math.Min(to, edge));
}

/// <summary>Who of a part of a schedule is on call.</summary>
internal interface IOnCallTrack
{
    /// <summary>Who at an instant (UTC ticks), and between which two instants it is so for certain: the same may go on.</summary>
    OnCallShift At(long now);
}
