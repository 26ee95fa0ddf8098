namespace Alerting.Grains.Subscriptions;

/// <summary>5 s, 30 s x 20, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, each 10 % shorter or longer by chance; then no more.</summary>
internal static class RetrySchedule
{
    private const double Jitter = 0.1;

    private static readonly TimeSpan[] s_delays =
    [
        TimeSpan.FromSeconds(5),
        .. Enumerable.Repeat(TimeSpan.FromSeconds(30), 20),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>Most attempts: the first and one after each delay.</summary>
    public static int MostAttempts => s_delays.Length + 1;

    /// <summary>How long to wait after so many failed attempts; null: give up.</summary>
    /// <param name="failed">1 or more.</param>
    /// <param name="chance">0..1, spreads receivers that failed together.</param>
    public static TimeSpan? After(int failed, double chance) =>
        failed > s_delays.Length ? null : s_delays[failed - 1] * (1 - Jitter + (2 * Jitter * chance));
}
