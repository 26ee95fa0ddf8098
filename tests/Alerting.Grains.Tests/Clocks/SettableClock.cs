using Microsoft.Extensions.Time.Testing;

namespace Alerting.Grains.Tests.Clocks;

/// <summary>A clock that somebody sets while time passes as ever.</summary>
internal sealed class SettableClock() : FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50))
{
    private long _offset;

    /// <summary>How far the wall clock is from what it would be.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _offset));
        set => Volatile.Write(ref _offset, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
}
