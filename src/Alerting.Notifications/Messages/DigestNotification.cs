using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Notifications.Messages;

/// <summary>Tells of many alerts at once.</summary>
public sealed record DigestNotification : NotificationMessage
{
    /// <summary>Why a digest is sent where none was asked for.</summary>
    public const string Storm = "storm";

    /// <summary>Of each alert the newest revision, as much of it as the subscription is told; not empty.</summary>
    public required IReadOnlyList<Alert> Alerts { get; init; }

    /// <summary>How many revisions it tells, those before the newest ones too.</summary>
    public required int Revisions { get; init; }

    /// <summary>Messages in a minute that the subscription asks for, where there were more; null: it asks for digests.</summary>
    public int? Exceeded { get; init; }

    /// <inheritdoc/>
    public override string Type => "alert.digest";

    /// <inheritdoc/>
    public override DateTimeOffset At => Alerts.Max(static alert => alert.UpdatedAt);

    /// <summary>The highest severity of the alerts in it.</summary>
    public Severity Gravest => Alerts.Max(static alert => alert.Severity);

    internal override MessageTone Tone => Alerts.Max(AlertNotification.ToneOf);

    /// <summary>The alerts as each would be told by itself.</summary>
    internal IEnumerable<AlertNotification> Each() => Alerts.Select(alert => AlertNotification.Of(alert, SubscriptionId) with
    {
        Template = Template,
    });
}
