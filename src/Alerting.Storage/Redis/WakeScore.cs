namespace Alerting.Storage.Redis;

/// <summary>
/// Wake instants as scores of a sorted set. A score is a double, exact up to 2^53: ticks counted from 2025 are exact
/// from 1996 to 2053. Beyond that they are rounded, which keeps their order, so no wake is missed.
/// </summary>
internal static class WakeScore
{
    private static readonly long Origin = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public static double Of(long ticks) => (double)((Int128)ticks - Origin);

    public static long Ticks(double score) => (long)Int128.Clamp((Int128)score + Origin, long.MinValue, long.MaxValue);
}
