namespace Alerting.Grains.Clocks;

/// <summary>
/// The time of another provider at the start, and from then on the time that has passed: it never jumps and never runs
/// back. For what only measures how long something has been idle.
/// </summary>
public sealed class SteadyTimeProvider(TimeProvider clock) : TimeProvider
{
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly long _started = clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _startedAt + clock.GetElapsedTime(_started);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
