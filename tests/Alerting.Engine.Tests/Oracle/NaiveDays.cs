using Alerting.Alerts;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>What is known of the past days of one threshold: the greatest measure of each, written down end by end.</summary>
internal sealed class NaiveDays
{
    public const long Day = TimeSpan.TicksPerDay;
    private const int MostDays = 3 * 366;

    private readonly Dictionary<long, double> _numbers = [];

    /// <summary>Ends after this instant were judged; null while none are.</summary>
    public long? Since { get; private set; }

    /// <summary>Ends up to this instant are written down.</summary>
    public long ClosedThrough { get; private set; } = long.MinValue;

    public void Begin(long through)
    {
        Since ??= through;
        ClosedThrough = Math.Max(ClosedThrough, through);
    }

    public void Forget()
    {
        _numbers.Clear();
        Since = null;
        ClosedThrough = long.MinValue;
    }

    public void Close(long through) => ClosedThrough = Math.Max(ClosedThrough, through);

    public void Note(long at, double number) => _numbers[at / Day] = Math.Max(number, _numbers.GetValueOrDefault(at / Day));

    public void SetBack(long to, long through)
    {
        Since = Since is { } since ? Math.Min(since, to) : null;
        ClosedThrough = Math.Min(ClosedThrough, through);
        foreach (var (day, number) in _numbers.Where(n => n.Key > to / Day).ToList())
        {
            _numbers.Remove(day);
            Note(to, number);
        }
    }

    public AlertRarity Rarity(double value, long end, long now, long begins, long baseline, long lateness) =>
        Rarity(value, end, now, begins, baseline, lateness, day => _numbers.GetValueOrDefault(day));

    /// <summary>Looks at every day that counts.</summary>
    public static AlertRarity Rarity(double value, long end, long now, long begins, long baseline, long lateness, Func<long, double> number)
    {
        var (days, reached) = (0, 0);
        DateOnly? last = null;
        for (var day = end / Day; day >= 0 && days < baseline / Day; day--)
        {
            var isOver = (day + 1) * Day < end - lateness;
            if (isOver && day > begins / Day && day >= (now / Day) - MostDays)
            {
                days++;
                if (number(day) >= value)
                {
                    reached++;
                    last ??= DateOnly.FromDayNumber((int)day);
                }
            }
            else if (isOver)
            {
                break;
            }
        }

        return new AlertRarity(days, reached, last);
    }
}
