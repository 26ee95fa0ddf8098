using Alerting.Engine.Rarity;

namespace Alerting.Engine.Windows;

// The greatest measure of each day.
internal abstract partial class WindowMeasure
{
    /// <summary>Notes of each day the greatest measure of the ends in (after, through].</summary>
    public void NoteDays(DayNumbers numbers, long after, long through)
    {
        for (var p = Timeline.UpperBound(after); !Timeline.IsEnd(p) && Timeline.At(p) <= through; p = Timeline.UpperBound(after))
        {
            var day = UtcDay.Of(Timeline.At(p));
            var last = Math.Min(through, UtcDay.Start(day + 1) - 1);
            if (Greatest(after, last) is { Value: > 0 } peak && Qualifies(peak))
            {
                numbers.Note(day, peak.Value);
            }

            after = last;
        }
    }
}
