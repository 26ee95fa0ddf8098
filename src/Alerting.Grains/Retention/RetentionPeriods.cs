namespace Alerting.Grains.Retention;

/// <summary>How long logs are kept. Entries that a consumer still needs are kept longer.</summary>
/// <param name="Regions">For logs of regions: this limits how far history, duplicates and corrections reach
/// back.</param>
/// <param name="Ledger">For the alert ledger, and for the record that subscriptions keep of their deliveries.</param>
public sealed record RetentionPeriods(TimeSpan Regions, TimeSpan Ledger)
{
    /// <summary>For the audit log.</summary>
    public TimeSpan Audit { get; init; } = TimeSpan.FromDays(400);

    public static RetentionPeriods Default { get; } = new(TimeSpan.FromDays(7_300), TimeSpan.FromDays(400));
}
