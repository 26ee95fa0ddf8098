using System.Diagnostics.Metrics;
using Alerting.Grains;
using Alerting.Grains.Subscriptions;
using Alerting.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Subscriptions;

/// <summary>
/// Publishes how the deliveries of each subscription go, of as many subscriptions of this process as the operator allows: those first
/// that wait, for the longest time, then those with dead letters.
/// </summary>
internal sealed class SubscriptionGauges
{
    private readonly SubscriptionHealth _health;
    private readonly TimeProvider _clock;
    private readonly int _most;

    public SubscriptionGauges(IMeterFactory meters, IOptions<MetricsOptions> options, SubscriptionHealth health, TimeProvider clock)
    {
        (_health, _clock, _most) = (health, clock, options.Value.Subscriptions);
        var meter = meters.Create(AlertingTelemetry.Name);
        meter.CreateObservableGauge<int>(
            "alerting.subscription.waiting", () => Measure(static health => health.Waiting), "{delivery}",
            "Deliveries of a subscription that are still to arrive.");
        meter.CreateObservableGauge<double>(
            "alerting.subscription.oldest_waiting", () => Measure(AgeOf), "s",
            "For how long the first delivery of a subscription that is still to arrive has been due; 0 when none is.");
        meter.CreateObservableGauge<int>(
            "alerting.subscription.dead_letters", () => Measure(static health => health.Dead), "{delivery}",
            "Deliveries of a subscription that were given up and not replayed.");
    }

    private double AgeOf(DeliveryHealth health) => health.WaitsSince is { } since
        ? Math.Max(0, TimeSpan.FromTicks(_clock.GetUtcNow().UtcTicks - since).TotalSeconds)
        : 0;

    private IEnumerable<Measurement<T>> Measure<T>(Func<DeliveryHealth, T> figure)
        where T : struct => _health.Worst(_most).Select(known => new Measurement<T>(
            figure(known.Health), new KeyValuePair<string, object?>("subscription", known.Subscription)));
}
