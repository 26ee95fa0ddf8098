using Microsoft.Extensions.Options;

namespace Alerting.Grains.Clocks;

/// <summary>
/// Decides whether events may be recorded with the time of the wall clock. The time of a log never runs backwards, so
/// a clock that is days ahead for a few seconds would leave regions days ahead, and what happens until then would
/// count as late. A clock that is behind does no such harm: logs continue at their own last time.
/// </summary>
public sealed class ClockGuard
{
    private readonly TimeProvider _clock;
    private readonly long _maxAhead;
    private Anchor _anchor;
    private long _knownAhead;

    public ClockGuard(TimeProvider clock, IOptions<ClockOptions> options)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(options);
        _clock = clock;
        _maxAhead = options.Value.MaxAhead.Ticks;
        _anchor = new Anchor(clock.GetUtcNow().UtcTicks, clock.GetTimestamp());
    }

    /// <summary>How far the clock is ahead of the true time; zero while it is trusted.</summary>
    public TimeSpan Ahead
    {
        get
        {
            var ahead = Math.Max(Volatile.Read(ref _knownAhead), AheadOfAnchor());
            return ahead > _maxAhead ? TimeSpan.FromTicks(ahead) : TimeSpan.Zero;
        }
    }

    public bool IsTrusted => Ahead == TimeSpan.Zero;

    /// <summary>Trusts the wall clock: it showed this time at this instant.</summary>
    internal void Trust(DateTimeOffset wall, long timestamp)
    {
        Volatile.Write(ref _anchor, new Anchor(wall.UtcTicks, timestamp));
        Volatile.Write(ref _knownAhead, 0);
    }

    /// <summary>Distrusts the wall clock, which is ahead of the true time by this much.</summary>
    internal void Distrust(TimeSpan ahead) => Volatile.Write(ref _knownAhead, ahead.Ticks);

    /// <exception cref="ClockUntrustedException">The clock is not trusted.</exception>
    internal void ThrowIfUntrusted()
    {
        if (Ahead is { Ticks: > 0 } ahead)
        {
            throw new ClockUntrustedException($"The clock of this process is {ahead:c} ahead; nothing is written until it is right.");
        }
    }

    private long AheadOfAnchor()
    {
        var anchor = Volatile.Read(ref _anchor);
        return _clock.GetUtcNow().UtcTicks - anchor.Wall - _clock.GetElapsedTime(anchor.Timestamp).Ticks;
    }

    private sealed record Anchor(long Wall, long Timestamp);
}
