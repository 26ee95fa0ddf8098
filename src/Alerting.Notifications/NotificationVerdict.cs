namespace Alerting.Notifications;

/// <summary>How one attempt ended, as its channel judges it.</summary>
/// <param name="StatusCode">What the receiver answered, in the channel's own numbers; null when there was no answer.</param>
public abstract record NotificationVerdict(int? StatusCode)
{
    /// <summary>What went wrong, in words; null where nothing did.</summary>
    public virtual string? Error => null;

    /// <summary>The receiver has the message.</summary>
    /// <param name="StatusCode">
    /// What the receiver answered, in the channel's own numbers; null when there was no answer.
    /// </param>
    /// <param name="Receipt">
    /// What the channel needs to change the message later, handed to it with the next message of the alert; null where it needs nothing.
    /// </param>
    public sealed record Delivered(int? StatusCode, string? Receipt = null) : NotificationVerdict(StatusCode);

    /// <summary>A later attempt may succeed.</summary>
    /// <param name="StatusCode">
    /// What the receiver answered, in the channel's own numbers; null when there was no answer.
    /// </param>
    /// <param name="Reason">What went wrong, in words.</param>
    /// <param name="After">How long the receiver asked to wait, 0..24 h; null: the schedule decides.</param>
    public sealed record Retry(int? StatusCode, string Reason, TimeSpan? After = null) : NotificationVerdict(StatusCode)
    {
        public override string Error => Reason;
    }

    /// <summary>This message will never be taken; others may be.</summary>
    /// <param name="StatusCode">
    /// What the receiver answered, in the channel's own numbers; null when there was no answer.
    /// </param>
    /// <param name="Reason">Why it is refused, in words.</param>
    public sealed record Permanent(int? StatusCode, string Reason) : NotificationVerdict(StatusCode)
    {
        public override string Error => Reason;
    }

    /// <summary>The receiver wants no more messages: the subscription is to be disabled.</summary>
    /// <param name="StatusCode">
    /// What the receiver answered, in the channel's own numbers; null when there was no answer.
    /// </param>
    /// <param name="Reason">Why, in words; shown with the disabled subscription.</param>
    public sealed record Gone(int? StatusCode, string Reason) : NotificationVerdict(StatusCode)
    {
        public override string Error => Reason;
    }
}
