namespace Alerting.Alerts;

/// <summary>What happened around an alert, in one order.</summary>
/// <param name="AlertId">Its id.</param>
/// <param name="Items">Oldest first.</param>
/// <param name="Omitted">How many older ones are left out.</param>
public sealed record AlertTimeline(string AlertId, IReadOnlyList<TimelineEntry> Items, int Omitted);

/// <summary>Something that happened around an alert.</summary>
public sealed record TimelineEntry
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of thing it is.</summary>
    public required TimelineKind Kind { get; init; }

    /// <summary>Name of the person who did it, or of the subscription or contact that it concerns; null: nobody's.</summary>
    public required string? Who { get; init; }

    /// <summary>In a sentence, for people.</summary>
    public required string Text { get; init; }

    /// <summary>Number of the revision that it is, or tells of; null where there is none.</summary>
    public required int? Revision { get; init; }

    /// <summary>What that revision is; null where there is none.</summary>
    public required AlertChange? Change { get; init; }

    /// <summary>Id of the subscription that it concerns; null where there is none.</summary>
    public required string? Subscription { get; init; }

    /// <summary>Of a delivery or a call, what became of it, as in the list of deliveries; null for other things.</summary>
    public required string? Outcome { get; init; }

    /// <summary>Id of the silence, the inhibition or the policy by which it happened; null where there is none.</summary>
    public required string? By { get; init; }
}

/// <summary>What kind of thing happened around an alert.</summary>
public enum TimelineKind : byte
{
    /// <summary>The facts made a revision.</summary>
    Revision = 0,

    /// <summary>Somebody at a desk did something.</summary>
    Act = 1,

    /// <summary>A revision was delivered to a subscription, or was not.</summary>
    Delivery = 2,

    /// <summary>A silence holds back a delivery or a call.</summary>
    Silence = 3,

    /// <summary>An inhibition holds back a delivery or a call.</summary>
    Inhibition = 4,

    /// <summary>Somebody was called, or told how it ended.</summary>
    Escalation = 5,
}
