namespace Alerting.Engine.Windows;

// Computes the ratio of one window end, and of ends that follow each other.
internal sealed partial class SurgeMeasure
{
    private bool IsBelow(long at) => Quotient(RatioOf(at, untoldOnly: false)) < Threshold.ClearBelow;

    private Fraction RatioOf(long at, bool untoldOnly)
    {
        var (before, days) = Baseline(at, untoldOnly);
        return before > 0 ? new Fraction(Between(at - Window, at, untoldOnly) * days, before) : Fraction.Zero;
    }

    /// <summary>
    /// (incidents x days / incidents before) x (day / window), computed in lowest terms. Of ends with equal ratios
    /// the latest is chosen, so equal ratios must become equal numbers, which two divisions in a row would not
    /// ensure.
    /// </summary>
    private double Quotient(Fraction ratio)
    {
        if (ratio.Above == 0)
        {
            return 0;
        }

        var common = Fraction.GreatestDivisor(ratio.Above, ratio.Below);
        var (above, below) = (ratio.Above / common, ratio.Below / common);
        var ofWindow = Fraction.GreatestDivisor(above, _windowParts);
        var ofDay = Fraction.GreatestDivisor(below, _dayParts);
        return (double)(above / ofWindow) * (_dayParts / ofDay) / ((double)(below / ofDay) * (_windowParts / ofWindow));
    }

    private double ExpectedAt(long end)
    {
        var (before, days) = Baseline(end, end <= Horizon);
        return before > 0 ? before * (double)Window / (days * TimeSpan.TicksPerDay) : 0;
    }

    /// <summary>Incidents of the window that ends here.</summary>
    private long CountAt(long end) => Between(end - Window, end, end <= Horizon);

    /// <summary>Whether the window has enough incidents, and so many are unlikely enough by chance.</summary>
    private bool Qualifies(long end)
    {
        var count = CountAt(end);
        return count >= (Threshold.MinIncidents ?? 0)
            && (Threshold.MaxProbability is not { } most || Poisson.AtLeast(count, ExpectedAt(end)) <= most);
    }

    private long FirstAt => Math.Min(_old.Count > 0 ? _old.First : long.MaxValue, Timeline.IsEmpty ? long.MaxValue : Timeline.FirstAt);

    /// <summary>The baseline of every end may have changed in length or in its incidents.</summary>
    private void BaselinesChanged()
    {
        Changed = (long.MinValue + 1, long.MaxValue);
        IsLowered = true;
    }

    private void Keep(long at, bool told)
    {
        _old.Add(at);
        if (!told)
        {
            _oldUntold.Add(at);
        }
    }

    private long FirstUntoldAt()
    {
        if (_oldUntold.Count > 0)
        {
            return _oldUntold.First;
        }

        for (var p = new Timeline.Position(0, 0); !Timeline.IsEnd(p); p = Timeline.Next(p))
        {
            if (!Timeline.Told(p))
            {
                return Timeline.At(p);
            }
        }

        return long.MaxValue;
    }

    private int BaselineDays(long at, bool untoldOnly)
    {
        if ((untoldOnly ? _olderUntold : _older) > 0)
        {
            return _baselineDays;
        }

        var first = untoldOnly ? FirstUntoldAt() : FirstAt;
        return first > at - Window ? 0 : (int)Math.Min(_baselineDays, (at - Window - first) / TimeSpan.TicksPerDay);
    }

    private long Between(long after, long through, bool untoldOnly)
    {
        var old = untoldOnly ? _oldUntold : _old;
        long count = old.Rank(through) - old.Rank(after);
        if (!untoldOnly)
        {
            return count + Timeline.Rank(through) - Timeline.Rank(after);
        }

        for (var p = Timeline.UpperBound(after); !Timeline.IsEnd(p) && Timeline.At(p) <= through; p = Timeline.Next(p))
        {
            count += Timeline.Told(p) ? 0 : 1;
        }

        return count;
    }

    /// <summary>The incidents of the baseline and its length in days; no incidents where too few are known to expect any.</summary>
    private (long Incidents, int Days) Baseline(long at, bool untoldOnly)
    {
        var days = BaselineDays(at, untoldOnly);
        if (days < MinDays)
        {
            return (0, days);
        }

        var count = Between(at - Window - (days * TimeSpan.TicksPerDay), at - Window, untoldOnly);
        return (Suffices(count, days) ? count : 0, days);
    }

    /// <summary>expected >= floor x window / 7 days, without division so that the comparison is exact.</summary>
    private bool Suffices(long count, int days) => count * 7.0 >= _floor * days;

    /// <summary>Computes the ratios of ends that follow each other. All incidents count, told or not.</summary>
    private struct EndSweep(SurgeMeasure measure)
    {
        private RankWalk _end = new(measure.Timeline);
        private RankWalk _windowStart = new(measure.Timeline);
        private RankWalk _baselineStart = new(measure.Timeline);

        public Fraction RatioAt(long at)
        {
            var days = measure.BaselineDays(at, untoldOnly: false);
            if (days < MinDays)
            {
                return Fraction.Zero;
            }

            var start = at - measure.Window;
            var through = _windowStart.Rank(start) + measure._old.Rank(start);
            var first = start - (days * TimeSpan.TicksPerDay);
            var before = through - _baselineStart.Rank(first) - measure._old.Rank(first);
            return before > 0 && measure.Suffices(before, days)
                ? new Fraction((_end.Rank(at) + measure._old.Rank(at) - through) * days, before)
                : Fraction.Zero;
        }
    }
}
