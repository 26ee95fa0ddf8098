using Alerting.Alerts;

namespace Alerting.Engine.Records;

/// <summary>What became of an alert, as far as it is counted.</summary>
/// <param name="Region">Code of its region.</param>
/// <param name="RaisedAt">When it was raised.</param>
/// <param name="AcknowledgedAt">When it was first acknowledged; null: it never was.</param>
/// <param name="ClearedAt">When it cleared; null: it has not, or it was cancelled.</param>
/// <param name="Disposition">What it was worth; null: nobody has said.</param>
public sealed record RecordedAlert(
    string Region, DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ClearedAt, DispositionValue? Disposition)
{
    /// <summary>What became of an alert by its revisions.</summary>
    /// <param name="revisions">In their order, those that are left: at least one.</param>
    public static RecordedAlert Of(IEnumerable<Alert> revisions)
    {
        ArgumentNullException.ThrowIfNull(revisions);
        Alert? last = null;
        DateTimeOffset? acknowledgedAt = null;
        foreach (var revision in revisions)
        {
            acknowledgedAt ??= revision.Acknowledged?.At;
            last = revision;
        }

        return last is null
            ? throw new ArgumentException("An alert has at least one revision.", nameof(revisions))
            : new RecordedAlert(
                last.Region.Code, last.RaisedAt, acknowledgedAt, last.Status == AlertStatus.Cleared ? last.EndedAt : null,
                last.Disposition?.Value);
    }
}
