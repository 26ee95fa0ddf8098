using Alerting.Access;

namespace Alerting.Server.Access;

/// <summary>Some roles, one bit each.</summary>
[Flags]
internal enum RoleSet : byte
{
    None = 0,
    Reporter = 1 << Role.Reporter,
    Dashboard = 1 << Role.Dashboard,
    Desk = 1 << Role.Desk,
    Operator = 1 << Role.Operator,
    Auditor = 1 << Role.Auditor,
    Admin = 1 << Role.Admin,
    All = Reporter | Dashboard | Desk | Operator | Auditor | Admin,
}

/// <summary>Which roles open what needs a role: the one table of what roles may do.</summary>
internal static class Roles
{
    /// <param name="least">The least role that a route needs; null: any.</param>
    /// <param name="isRead">Whether the route only reads.</param>
    public static RoleSet Opening(Role? least, bool isRead)
    {
        var audited = isRead ? RoleSet.Auditor : RoleSet.None;
        return least switch
        {
            null => RoleSet.All,
            Role.Reporter => RoleSet.Reporter | RoleSet.Admin,
            Role.Dashboard => RoleSet.Dashboard | RoleSet.Desk | RoleSet.Operator | RoleSet.Admin | audited,
            Role.Desk => RoleSet.Desk | RoleSet.Operator | RoleSet.Admin | audited,
            Role.Operator => RoleSet.Operator | RoleSet.Admin | audited,
            Role.Auditor => RoleSet.Auditor | RoleSet.Admin,
            _ => RoleSet.Admin,
        };
    }

    public static RoleSet Of(IEnumerable<Role> roles) => roles.Aggregate(RoleSet.None, static (set, role) => set | Single(role));

    public static IReadOnlyList<Role> Of(RoleSet roles) => [.. Enum.GetValues<Role>().Where(role => (roles & Single(role)) != 0)];

    private static RoleSet Single(Role role) => (RoleSet)(1 << (int)role);
}
