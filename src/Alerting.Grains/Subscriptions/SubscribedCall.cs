using Alerting.Alerts;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>By what somebody is called.</summary>
/// <param name="Channel">With its secrets; null where nobody can be called.</param>
/// <param name="Template">Texts of its own; null: those built in.</param>
/// <param name="Alert">As much of the revision as may be told; null where nobody can be called.</param>
/// <param name="Error">Why nobody can be called; null where somebody can.</param>
[GenerateSerializer, Immutable, Alias("alerting.SubscribedCall")]
public sealed record SubscribedCall(
    [property: Id(0)] SubscriptionChannel? Channel,
    [property: Id(1)] MessageTemplate? Template,
    [property: Id(2)] Alert? Alert,
    [property: Id(3)] string? Error)
{
    internal static SubscribedCall Impossible(string error) => new(null, null, null, error);
}
