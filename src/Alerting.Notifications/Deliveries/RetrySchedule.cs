namespace Alerting.Notifications.Deliveries;

/// <summary>When a failed delivery is tried again: quickly while a receiver restarts, then ever more slowly for three days.</summary>
internal static class RetrySchedule
{
    /// <summary>Jitter only ever adds, so that no try comes sooner than the schedule says.</summary>
    private const double Jitter = 0.1;

    private static readonly TimeSpan[] s_delays =
    [
        TimeSpan.FromSeconds(5),
        .. Enumerable.Repeat(TimeSpan.FromSeconds(30), 20),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>Longest wait that a receiver can ask for.</summary>
    public static TimeSpan MaxRetryAfter { get; } = TimeSpan.FromHours(24);

    /// <summary>Shortest wait after an answer that asks for one, so that "at once" does not become a tight loop.</summary>
    public static TimeSpan MinRetryAfter { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Number of retries after the first try.</summary>
    public static int Steps => s_delays.Length;

    /// <summary>Sum of all delays, without jitter.</summary>
    public static TimeSpan Span { get; } = s_delays.Aggregate(TimeSpan.Zero, (sum, delay) => sum + delay);

    /// <summary>Ticks to wait before retry <paramref name="step"/> (0..<see cref="Steps"/> - 1).</summary>
    /// <param name="step">Which retry.</param>
    /// <param name="random">0 (no jitter) to 1.</param>
    public static long Delay(int step, double random) => (long)(s_delays[step].Ticks * (1 + (Jitter * random)));
}
