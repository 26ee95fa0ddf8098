using Alerting.Engine.Wire;

namespace Alerting.Engine.Rarity;

/// <summary>
/// The greatest measure that a threshold judged on each UTC day in one region, told or not. A window end is closed when it
/// is <c>lateness</c> old, so that no report can make it count any more: its measure as it stands then is what its day
/// gets, or had been when an alert that told its incidents cleared. Closing an end later is the same as long as no fact
/// of its window has changed and nothing was told, so it is put off until one is about to, or somebody asks.
/// </summary>
internal sealed class ThresholdDays
{
    public DayNumbers Numbers { get; } = new();

    /// <summary>Window ends after this instant were judged, UTC ticks; null before the threshold first applied here.</summary>
    public long? Since { get; private set; }

    /// <summary>Ends up to this instant are closed, UTC ticks.</summary>
    public long ClosedThrough { get; private set; } = long.MinValue;

    /// <summary>The threshold applies, or goes on to.</summary>
    /// <param name="through">Ends up to this instant do not count any more, UTC ticks.</param>
    public void Begin(long through)
    {
        Since ??= through;
        Close(through);
    }

    /// <summary>What is measured is another thing from now on: no number of before says anything about it.</summary>
    public void End()
    {
        Numbers.Clear();
        Since = null;
        ClosedThrough = long.MinValue;
    }

    /// <summary>Ends up to this instant are closed now.</summary>
    public void Close(long through) => ClosedThrough = Math.Max(ClosedThrough, through);

    /// <summary>The clock is set back.</summary>
    /// <param name="to">What happened later happened at this instant, UTC ticks.</param>
    /// <param name="through">Ends up to this instant do not count any more at that instant.</param>
    public void SetBack(long to, long through)
    {
        Numbers.SetBack(to);
        Since = Since is { } since ? Math.Min(since, to) : null;
        ClosedThrough = Math.Min(ClosedThrough, through);
    }

    public void Save(WireWriter writer)
    {
        writer.Fixed(Since ?? long.MinValue);
        writer.Fixed(ClosedThrough);
        Numbers.Save(writer);
    }

    public void Restore(WireReader reader)
    {
        Since = reader.Fixed() is var since && since == long.MinValue ? null : since;
        ClosedThrough = reader.Fixed();
        Numbers.Restore(reader);
    }
}
