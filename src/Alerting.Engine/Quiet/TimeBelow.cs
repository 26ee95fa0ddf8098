using Alerting.Engine.Wire;

namespace Alerting.Engine.Quiet;

/// <summary>Since when a number has been below a bound. One that rises and falls within one instant has not risen.</summary>
internal sealed class TimeBelow
{
    private const long None = long.MinValue;

    private long _roseAt = None;
    private long? _before;

    /// <summary>UTC ticks; null while it is not below.</summary>
    public long? Since { get; private set; }

    /// <summary>Nothing is known of the time before an instant.</summary>
    public void Begin(bool isBelow, long now) => (Since, _roseAt, _before) = (isBelow ? now : null, None, null);

    public void Note(bool isBelow, long now)
    {
        if (!isBelow && Since is { } since)
        {
            (Since, _roseAt, _before) = (null, now, since);
        }
        else if (isBelow && Since is null)
        {
            Since = _roseAt == now ? _before : now;
        }
    }

    public void Save(WireWriter writer)
    {
        writer.Fixed(Since ?? None);
        writer.Fixed(_roseAt);
        writer.Fixed(_before ?? None);
    }

    public void Restore(WireReader reader)
    {
        Since = Instant(reader.Fixed());
        _roseAt = reader.Fixed();
        _before = Instant(reader.Fixed());
    }

    private static long? Instant(long ticks) => ticks == None ? null : ticks;
}
