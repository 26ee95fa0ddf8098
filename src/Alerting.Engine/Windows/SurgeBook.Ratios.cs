namespace Alerting.Engine.Windows;

// The ratio of one end, and of ends that follow each other.
internal sealed partial class SurgeBook
{
    private bool IsBelow(long at) => Quotient(RatioOf(at, untoldOnly: false)) < Threshold.ClearBelow;

    private Fraction RatioOf(long at, bool untoldOnly)
    {
        var (before, days) = Baseline(at, untoldOnly);
        return before > 0 ? new Fraction(Between(at - Window, at, untoldOnly) * days, before) : Fraction.Zero;
    }

    /// <summary>
    /// (incidents x days / incidents before) x (day / window) in lowest terms: of ends with equal ratios the latest
    /// leads, so equal ratios must be equal numbers, and two divisions would round them apart.
    /// </summary>
    private double Quotient(Fraction ratio)
    {
        if (ratio.Above == 0)
        {
            return 0;
        }

        var common = GreatestDivisor(ratio.Above, ratio.Below);
        var (above, below) = (ratio.Above / common, ratio.Below / common);
        var ofWindow = GreatestDivisor(above, _windowParts);
        var ofDay = GreatestDivisor(below, _dayParts);
        return (double)(above / ofWindow) * (_dayParts / ofDay) / ((double)(below / ofDay) * (_windowParts / ofWindow));
    }

    private static long GreatestDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return Math.Max(a, 1);
    }

    /// <summary>The incidents of the baseline and its days; no incidents where there is too little to expect anything from.</summary>
    private (long Incidents, int Days) Baseline(long at, bool untoldOnly)
    {
        var days = BaselineDays(at, untoldOnly);
        if (days < LeastDays)
        {
            return (0, days);
        }

        var count = Between(at - Window - (days * TimeSpan.TicksPerDay), at - Window, untoldOnly);
        return (Suffices(count, days) ? count : 0, days);
    }

    /// <summary>expected >= floor x window / 7 days, multiplied out so that the edge is exact.</summary>
    private bool Suffices(long count, int days) => count * 7.0 >= _floor * days;

    /// <summary>Incidents in the window x days of the baseline / incidents in the baseline: to be compared without division.</summary>
    private readonly record struct Fraction(long Above, long Below)
    {
        public static Fraction Zero => new(0, 1);

        public bool IsAtLeast(Fraction other) => (Int128)Above * other.Below >= (Int128)other.Above * Below;
    }

    /// <summary>The ratios of ends that follow each other; all incidents count, told or not.</summary>
    private struct EndSweep(SurgeBook book)
    {
        private Timeline.RankWalk _end = new(book.Timeline);
        private Timeline.RankWalk _windowStart = new(book.Timeline);
        private Timeline.RankWalk _baselineStart = new(book.Timeline);

        public Fraction RatioAt(long at)
        {
            var days = book.BaselineDays(at, untoldOnly: false);
            if (days < LeastDays)
            {
                return Fraction.Zero;
            }

            var start = at - book.Window;
            var through = _windowStart.Rank(start) + book._old.Rank(start);
            var first = start - (days * TimeSpan.TicksPerDay);
            var before = through - _baselineStart.Rank(first) - book._old.Rank(first);
            return before > 0 && book.Suffices(before, days)
                ? new Fraction((_end.Rank(at) + book._old.Rank(at) - through) * days, before)
                : Fraction.Zero;
        }
    }
}
