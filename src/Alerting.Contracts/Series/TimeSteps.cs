namespace Alerting.Series;

/// <summary>Steps of one length, one after the other, that begin at multiples of it since 1970-01-01T00:00:00Z.</summary>
/// <param name="Begin">Begin of the first, UTC ticks.</param>
/// <param name="Step">Length of each in ticks, above 0.</param>
/// <param name="Count">How many there are, 0 or more.</param>
[GenerateSerializer, Immutable, Alias("alerting.TimeSteps")]
public readonly record struct TimeSteps(
    [property: Id(0)] long Begin,
    [property: Id(1)] long Step,
    [property: Id(2)] int Count)
{
    /// <summary>End of the last, which is not in it, UTC ticks.</summary>
    public long End => StartOf(Count);

    /// <summary>Begin of one of them, UTC ticks.</summary>
    /// <param name="index">From 0.</param>
    public long StartOf(int index) => Begin + (Step * index);

    /// <summary>Which of them an instant is in; null when it is in none.</summary>
    /// <param name="at">UTC ticks.</param>
    public int? IndexOf(long at) => at >= Begin && at < End ? (int)((at - Begin) / Step) : null;

    /// <summary>How many steps a span meets.</summary>
    /// <inheritdoc cref="Meeting"/>
    public static long CountOf(long from, long to, long step) => to <= from ? 0 : ((to - 1 - Floor(from, step)) / step) + 1;

    /// <summary>The steps that a span meets, the first and the last of them whole.</summary>
    /// <param name="from">Begin of the span, UTC ticks, not before 1970.</param>
    /// <param name="to">Its end, which is not in it; none where it is not later than the begin.</param>
    /// <param name="step">Length of a step in ticks, above 0.</param>
    public static TimeSteps Meeting(long from, long to, long step) =>
        new(Floor(from, step), step, checked((int)CountOf(from, to, step)));

    /// <summary>The last multiple of a step that is not later.</summary>
    private static long Floor(long at, long step) => at - ((at - DateTime.UnixEpoch.Ticks) % step);
}
