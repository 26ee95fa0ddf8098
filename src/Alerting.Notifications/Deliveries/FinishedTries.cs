using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Deliveries;

/// <summary>Records in a queue how tries ended. A delivery that is not open any more stays as it is.</summary>
internal static class FinishedTries
{
    public static void Record(this DeliveryQueue queue, DeliverySucceeded end)
    {
        if (queue.Open(end.Seq) is { } done)
        {
            queue.Put(done.Tried(end.StartedAt) with
            {
                Status = DeliveryStatus.Delivered,
                DeliveredAt = end.At,
                LastStatusCode = end.StatusCode,
                LastError = null,
            });
        }
    }

    public static void Record(this DeliveryQueue queue, DeliveryFailed end)
    {
        if (queue.Open(end.Seq) is { } failed)
        {
            queue.Put(failed.Tried(end.StartedAt).Failing(end.ToTry()) with
            {
                NextAt = end.NextAt,
                Step = end.Step,
                LastStatusCode = end.StatusCode,
                LastError = end.Error,
            });
        }
    }

    public static void Record(this DeliveryQueue queue, DeliveryDeadLettered end)
    {
        if (queue.Open(end.Seq) is { } dead)
        {
            queue.Put((end.StartedAt == 0 ? dead with { Released = false } : dead.Tried(end.StartedAt).Failing(end.ToTry())) with
            {
                Status = DeliveryStatus.Dead,
                LastStatusCode = end.StatusCode,
                LastError = end.Error,
            });
        }
    }
}
