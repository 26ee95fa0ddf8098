using Alerting.Subscriptions;

namespace Alerting.Notifications.Messages;

/// <summary>What a subscription is to be told.</summary>
public abstract record NotificationMessage
{
    /// <summary>The same on every try: the receiver's idempotency key.</summary>
    public required string Id { get; init; }

    /// <summary>The subscription that is told; of a call the contact, where it is one.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>
    /// Its number among all messages of the subscription, from 1 without a gap, so that a hole shows; null of tests and calls.
    /// </summary>
    public long? Sequence { get; init; }

    /// <summary>How many revisions a silence held back before this is told, of this one too where it was one of them.</summary>
    public int Held { get; init; }

    /// <summary>Why it is told now, or in this way; null where that goes without saying.</summary>
    public string? Reason { get; init; }

    /// <summary>Texts of the subscription's own; null: those built in.</summary>
    public MessageTemplate? Template { get; init; }

    /// <summary>Whether it only shows that messages arrive, and is to say so.</summary>
    public virtual bool IsTest => false;

    /// <summary>What it is, as formats for programs name it, such as <c>alert.raised</c>.</summary>
    public abstract string Type { get; }

    /// <summary>As of when it tells.</summary>
    public abstract DateTimeOffset At { get; }

    /// <summary>What people should think of it at first sight.</summary>
    internal abstract MessageTone Tone { get; }
}

/// <summary>What people should think of a message at first sight.</summary>
internal enum MessageTone
{
    /// <summary>What it tells of is over, or well.</summary>
    Good,

    /// <summary>As an alert of this severity that is open, and those below.</summary>
    Notice,

    /// <inheritdoc cref="Notice"/>
    Warning,

    /// <inheritdoc cref="Notice"/>
    Severe,

    /// <inheritdoc cref="Notice"/>
    Critical,
}
