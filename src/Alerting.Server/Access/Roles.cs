namespace Alerting.Server.Access;

/// <summary>
/// What a key may do; src/Alerting.Contracts/README.md describes each role; each is also the name of the authorization policy of
/// the routes it opens. An admin may do everything.
/// </summary>
internal static class Roles
{
    public const string Reporter = "reporter";
    public const string Dashboard = "dashboard";
    public const string Desk = "desk";
    public const string Operator = "operator";
    public const string Admin = "admin";

    /// <summary>Any key at all.</summary>
    public const string Any = "any";

    public static IReadOnlyList<string> All { get; } = [Reporter, Dashboard, Desk, Operator, Admin];
}
