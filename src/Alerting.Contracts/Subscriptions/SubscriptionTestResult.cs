namespace Alerting.Subscriptions;

/// <summary>What a receiver made of a test message.</summary>
/// <param name="Delivered">Whether the receiver took it.</param>
/// <param name="StatusCode">What it answered, for a webhook the HTTP status; null when there was no answer.</param>
/// <param name="Error">Why it was not delivered, in words; null when it was.</param>
[GenerateSerializer, Immutable, Alias("alerting.SubscriptionTestResult")]
public sealed record SubscriptionTestResult(
    [property: Id(0)] bool Delivered,
    [property: Id(1)] int? StatusCode,
    [property: Id(2)] string? Error);
