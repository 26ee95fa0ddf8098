namespace Alerting.Notifications.Holding;

/// <summary>
/// When the owner of held messages must be awake again whatever happens to its process. When they go out depends on others: on a
/// silence that ends or is changed, or on another alert. As long as it is awake it learns of that, so an instant that soon comes and
/// moves on with time is enough, and nothing is overdue however long a silence lasts.
/// </summary>
internal static class HoldingWake
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    /// <summary>UTC ticks, ten to twenty seconds after now.</summary>
    public static long After(long now) => now - (now % s_every.Ticks) + (2 * s_every.Ticks);
}
