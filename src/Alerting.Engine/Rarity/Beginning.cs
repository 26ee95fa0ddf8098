using Alerting.Engine.Wire;

namespace Alerting.Engine.Rarity;

/// <summary>When what a region knows begins. A correction of the first event does not move it.</summary>
internal sealed class Beginning
{
    /// <summary>The earliest event time of any incident so far, UTC ticks.</summary>
    public long FirstEventAt { get; private set; } = long.MaxValue;

    /// <summary>When the region first had an incident, UTC ticks.</summary>
    public long KnownSince { get; private set; } = long.MaxValue;

    public void Note(long occurredAt, long now)
    {
        FirstEventAt = Math.Min(FirstEventAt, occurredAt);
        KnownSince = Math.Min(KnownSince, now);
    }

    public void SetBack(long to)
    {
        if (KnownSince < long.MaxValue)
        {
            Note(to, to);
        }
    }

    public void Save(WireWriter writer)
    {
        writer.Fixed(FirstEventAt);
        writer.Fixed(KnownSince);
    }

    public void Restore(WireReader reader) => (FirstEventAt, KnownSince) = (reader.Fixed(), reader.Fixed());
}
