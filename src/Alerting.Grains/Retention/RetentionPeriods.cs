namespace Alerting.Grains.Retention;

/// <summary>How long logs are kept. What a consumer still needs stays longer.</summary>
/// <param name="Regions">Of the logs of regions: as far back history, duplicates and corrections reach.</param>
/// <param name="Ledger">Of the alert ledger, and of what subscriptions note about their deliveries.</param>
public sealed record RetentionPeriods(TimeSpan Regions, TimeSpan Ledger)
{
    public static RetentionPeriods Default { get; } = new(TimeSpan.FromDays(7_300), TimeSpan.FromDays(400));
}
