using System.Diagnostics.CodeAnalysis;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Rarity;

/// <summary>The greatest number of each UTC day. Only days that have one take memory.</summary>
internal sealed class DayNumbers
{
    /// <summary>Days that any rarity can ask for: the longest baseline and twice the longest lateness.</summary>
    public const int MaxKept = 3 * 366;

    // Most regions have no day with a number for most thresholds, which costs them these two references.
    private List<int>? _days;
    private List<double>? _numbers;

    [MemberNotNullWhen(false, nameof(_days), nameof(_numbers))]
    private bool IsEmpty => _days is null or { Count: 0 } || _numbers is null;

    /// <summary>A day has at least this number.</summary>
    public void Note(int day, double number)
    {
        _days ??= [];
        _numbers ??= [];
        var place = _days.Count == 0 || _days[^1] < day ? ~_days.Count : _days.BinarySearch(day);
        if (place >= 0)
        {
            _numbers[place] = Math.Max(_numbers[place], number);
            return;
        }

        _days.Insert(~place, day);
        _numbers.Insert(~place, number);
    }

    /// <summary>How many of the days first..last have this number or a greater one, and the latest of them.</summary>
    public (int Count, int? Latest) Reaching(double number, int first, int last)
    {
        var count = 0;
        int? latest = null;
        if (IsEmpty)
        {
            return (count, latest);
        }

        var place = _days.BinarySearch(last);
        for (var i = place < 0 ? ~place - 1 : place; i >= 0 && _days[i] >= first; i--)
        {
            if (_numbers[i] >= number)
            {
                count++;
                latest ??= _days[i];
            }
        }

        return (count, latest);
    }

    public void Clear()
    {
        _days = null;
        _numbers = null;
    }

    /// <summary>Forgets the days that no rarity asks for any more.</summary>
    public void Trim(long now)
    {
        var first = UtcDay.Of(now) - MaxKept;
        if (!IsEmpty && _days[0] < first)
        {
            var place = _days.BinarySearch(first);
            var count = place < 0 ? ~place : place;
            _days.RemoveRange(0, count);
            _numbers.RemoveRange(0, count);
        }
    }

    /// <summary>The clock is set back: what happened on later days happened on the day of this instant.</summary>
    public void SetBack(long to)
    {
        var day = UtcDay.Of(to);
        while (!IsEmpty && _days[^1] > day)
        {
            var number = _numbers[^1];
            _days.RemoveAt(_days.Count - 1);
            _numbers.RemoveAt(_numbers.Count - 1);
            Note(day, number);
        }
    }

    public void Save(WireWriter writer)
    {
        writer.Unsigned((ulong)(_days?.Count ?? 0));
        for (var i = 0; !IsEmpty && i < _days.Count; i++)
        {
            writer.Unsigned((ulong)(i == 0 ? _days[0] : _days[i] - _days[i - 1]));
            writer.Double(_numbers[i]);
        }
    }

    public void Restore(WireReader reader)
    {
        Clear();
        var day = 0;
        for (var i = reader.Count(); i > 0; i--)
        {
            day += (int)reader.Unsigned();
            Note(day, reader.Double());
        }
    }
}
