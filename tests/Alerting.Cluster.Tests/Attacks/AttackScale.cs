namespace Alerting.Cluster.Tests.Attacks;

/// <summary>
/// How large the attacks are: small enough for every test run, or, with ALERTING_ATTACKS=full, as large as those which
/// ended a process once.
/// </summary>
internal static class AttackScale
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("ALERTING_ATTACKS") == "full";

    public static int Of(int usual, int full) => IsFull ? full : usual;
}
