namespace Alerting.Notifications.Deliveries;

/// <summary>
/// A pause by a clock that may be set meanwhile: however far back it is set, the pause is no longer than it was meant to be. Instants
/// are UTC ticks.
/// </summary>
internal sealed class BoundedPause
{
    private long _until;
    private long _length;

    /// <summary>Begins one, or a new one.</summary>
    public void Begin(long now, TimeSpan length) => (_until, _length) = (now + length.Ticks, length.Ticks);

    /// <summary>When it is over; an instant that has passed where there is none.</summary>
    public long Until(long now) => _until = Math.Min(_until, now + _length);
}
