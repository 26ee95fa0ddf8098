namespace Alerting.Audit;

/// <summary>What the audit log calls what is done: a noun, a point, and what became of it.</summary>
public static class AuditActions
{
    /// <summary>The most characters of an action.</summary>
    public const int MaxLength = 64;

    /// <summary>Noun of changes of thresholds: created, replaced or deleted.</summary>
    public const string Threshold = "threshold";

    /// <summary>Noun of changes of places, likewise.</summary>
    public const string Place = "place";

    /// <summary>Noun of decisions on two names of towns, likewise.</summary>
    public const string NameDecision = "name-decision";

    /// <summary>Noun of changes of silences, likewise.</summary>
    public const string Silence = "silence";

    /// <summary>Noun of changes of inhibitions, likewise.</summary>
    public const string Inhibition = "inhibition";

    /// <summary>Noun of changes of contacts, likewise.</summary>
    public const string Contact = "contact";

    /// <summary>Noun of changes of schedules of who is on call, likewise.</summary>
    public const string Schedule = "schedule";

    /// <summary>Noun of changes of escalation policies, likewise.</summary>
    public const string Policy = "policy";

    /// <summary>Noun of changes of subscriptions, likewise, and of those below.</summary>
    public const string Subscription = "subscription";

    /// <summary>What it was done to is new.</summary>
    public const string Created = ".created";

    /// <summary>It was there before.</summary>
    public const string Replaced = ".replaced";

    /// <summary>It is not there any more.</summary>
    public const string Deleted = ".deleted";

    /// <summary>A subscription that was disabled is enabled.</summary>
    public const string SubscriptionEnabled = "subscription.enabled";

    /// <summary>A subscription is disabled, by hand or because the key of its owner was revoked.</summary>
    public const string SubscriptionDisabled = "subscription.disabled";

    /// <summary>Deliveries of a subscription are made again.</summary>
    public const string SubscriptionReplayed = "subscription.replayed";

    /// <summary>A test was sent to the receiver of a subscription.</summary>
    public const string SubscriptionTested = "subscription.tested";

    /// <summary>A key was made, by a request or by a command on the machine.</summary>
    public const string KeyCreated = "key.created";

    /// <summary>A key was replaced by another of the same id.</summary>
    public const string KeyRotated = "key.rotated";

    /// <summary>A key opens nothing any more.</summary>
    public const string KeyRevoked = "key.revoked";

    /// <summary>Somebody signed in with a key.</summary>
    public const string SessionOpened = "session.opened";

    /// <summary>Somebody signed out.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>Keys, tokens or sign-ins that are not valid were shown from an address, within a minute.</summary>
    public const string SignInRefused = "sign-in.refused";

    /// <summary>Somebody has a region show a level.</summary>
    public const string OverrideSet = "override.set";

    /// <summary>A region shows what is computed again.</summary>
    public const string OverrideLifted = "override.lifted";

    /// <summary>The clock of a region was set back.</summary>
    public const string ClockSetBack = "clock.set-back";

    /// <summary>An alert was acknowledged.</summary>
    public const string AlertAcknowledged = "alert.acknowledged";

    /// <summary>The acknowledgement of an alert was taken back.</summary>
    public const string AlertUnacknowledged = "alert.unacknowledged";

    /// <summary>An alert was given to somebody, or to nobody.</summary>
    public const string AlertAssigned = "alert.assigned";

    /// <summary>Somebody had something to say of an alert.</summary>
    public const string AlertCommented = "alert.commented";

    /// <summary>Somebody said what an alert was worth.</summary>
    public const string AlertReviewed = "alert.reviewed";

    /// <summary>Two incidents were joined by hand.</summary>
    public const string IncidentJoined = "incident.joined";

    /// <summary>Two incidents were parted by hand.</summary>
    public const string IncidentParted = "incident.parted";

    /// <summary>A report was taken out of its incident by hand.</summary>
    public const string ReportTakenOut = "report.taken-out";
}
