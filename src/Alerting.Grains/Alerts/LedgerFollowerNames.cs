namespace Alerting.Grains.Alerts;

/// <summary>Under which names the ledger knows its followers: a subscription under its id, others under what no id can be.</summary>
internal static class LedgerFollowerNames
{
    private const char Other = '/';

    /// <summary>The escalations.</summary>
    public const string Escalations = "/escalations";

    public static bool IsSubscription(string follower) => follower.Length == 0 || follower[0] != Other;
}
