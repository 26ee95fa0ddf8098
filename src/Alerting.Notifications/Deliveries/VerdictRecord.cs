using Alerting.Notifications.Subscriptions;

namespace Alerting.Notifications.Deliveries;

/// <summary>What is recorded of an attempt: delivered, to be tried again at an instant, or given up.</summary>
internal static class VerdictRecord
{
    private const int MaxErrorLength = 300;

    /// <param name="entry">The open delivery.</param>
    /// <param name="startedAt">Start of the try.</param>
    /// <param name="now">End of the try.</param>
    /// <param name="verdict">Of the channel.</param>
    /// <param name="random">0..1, the jitter of the next delay.</param>
    public static SubscriptionEvent Of(DeliveryEntry entry, long startedAt, long now, NotificationVerdict verdict, double random)
    {
        var attempt = new Attempt(entry, startedAt, now, verdict.StatusCode, Shorten(verdict.Error));
        return verdict switch
        {
            NotificationVerdict.Delivered delivered =>
                new DeliverySucceeded(entry.Seq, startedAt, now, verdict.StatusCode, delivered.Receipt),
            NotificationVerdict.Retry { After: { } delay } => attempt.Delayed(delay),
            NotificationVerdict.Retry => attempt.Scheduled(random),

            // The delivery stays open for when the subscription is enabled again.
            NotificationVerdict.Gone => attempt.RetriedAt(now, entry.Step),
            _ => attempt.GivenUp(),
        };
    }

    private static string Shorten(string? error) => error is null ? "" : error.Length <= MaxErrorLength ? error : error[..MaxErrorLength];

    /// <summary>One that failed.</summary>
    private readonly record struct Attempt(DeliveryEntry Entry, long StartedAt, long Now, int? StatusCode, string Error)
    {
        public SubscriptionEvent GivenUp() => new DeliveryDeadLettered(Entry.Seq, StartedAt, StatusCode, Error, Now);

        public SubscriptionEvent RetriedAt(long nextAt, int step) =>
            new DeliveryFailed(Entry.Seq, StartedAt, StatusCode, Error, nextAt, step, Now);

        public SubscriptionEvent Scheduled(double random)
        {
            // A try ahead of the schedule uses none of it up: else a busy receiver that rejects one message would see it dead in seconds.
            if (Entry.Attempts > 0 && StartedAt < Entry.NextAt && Entry.NextAt > Now)
            {
                return RetriedAt(Entry.NextAt, Entry.Step);
            }

            return Entry.Step < RetrySchedule.Steps ? RetriedAt(Now + RetrySchedule.Delay(Entry.Step, random), Entry.Step + 1) : GivenUp();
        }

        /// <summary>The receiver asked to wait: the schedule is not used up, but its whole span still ends it.</summary>
        public SubscriptionEvent Delayed(TimeSpan delay) =>
            Entry.FirstAttemptAt != 0 && StartedAt - Entry.FirstAttemptAt >= RetrySchedule.Span.Ticks
                ? GivenUp()
                : RetriedAt(
                    Now + Math.Clamp(delay.Ticks, RetrySchedule.MinRetryAfter.Ticks, RetrySchedule.MaxRetryAfter.Ticks), Entry.Step);
    }
}
