namespace Alerting.Subscriptions;

/// <summary>What the body of a webhook looks like. All are signed after Standard Webhooks 1.0.</summary>
public enum WebhookFormat : byte
{
    /// <summary>The product's own: <see cref="AlertMessage"/>.</summary>
    Native = 0,

    /// <summary>CloudEvents 1.0 in structured JSON.</summary>
    Cloudevents = 1,

    /// <summary>What Prometheus Alertmanager posts to its webhook receivers, version 4: one group an alert.</summary>
    Alertmanager = 2,
}
