namespace Alerting.Access;

/// <summary>What a subject may do. Each is described in the README of this project; they are not a ladder.</summary>
public enum Role : byte
{
    /// <summary>Sends reports, and reads nothing.</summary>
    Reporter = 0,

    /// <summary>Reads regions, incidents, histories and kinds.</summary>
    Dashboard = 1,

    /// <summary>What a dashboard reads, alerts and thresholds; acts on alerts, has subscriptions of its own.</summary>
    Desk = 2,

    /// <summary>What a desk may, and changes what raises alerts.</summary>
    Operator = 3,

    /// <summary>Reads everything but keys.</summary>
    Auditor = 4,

    /// <summary>Everything; keys only where it is not limited to regions.</summary>
    Admin = 5,
}
