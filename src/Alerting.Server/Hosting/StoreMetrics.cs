using System.Diagnostics.Metrics;
using Alerting.Grains;
using Alerting.Storage.Health;

namespace Alerting.Server.Hosting;

/// <summary>Publishes the health of the store as metrics.</summary>
internal sealed class StoreMetrics
{
    public StoreMetrics(IMeterFactory meters, LogStoreHealth health)
    {
        var meter = meters.Create(AlertingTelemetry.Name);
        meter.CreateObservableGauge(
            "alerting.store.writable",
            () => health.WriteFailure is null ? 1 : 0,
            null,
            "1 while what is reported can be stored, else 0.");
        meter.CreateObservableGauge(
            "alerting.store.warnings",
            () => health.Warnings.Count,
            "{warning}",
            "What may cost the store what it holds, as /healthz/ready lists it.");
    }
}
