using System.Globalization;
using Alerting.OnCall;
using Alerting.Subscriptions;

namespace Alerting.Console.Tests.OnCall;

/// <summary>Schedules and contacts as the server answers them.</summary>
internal static class OnCallSamples
{
    public static readonly TimeZoneInfo Baghdad = TimeZoneInfo.FindSystemTimeZoneById("Asia/Baghdad");

    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    public static ScheduleView Schedule() => new()
    {
        Id = "night",
        TimeZone = "Asia/Baghdad",
        Layers =
        [
            new ScheduleLayer { Contacts = ["ann", "bob"], StartsAt = At("2026-03-22T21:00:00Z"), Shift = Duration.Parse("P7D") },
            new ScheduleLayer
            {
                Contacts = ["chief"],
                StartsAt = At("2026-03-22T21:00:00.5Z"),
                Shift = Duration.Parse("PT12H"),
                Between = "20:00-08:00",
            },
        ],
        Overrides = [new ScheduleOverride { Contact = "bob", From = At("2026-10-25T01:30:00Z"), To = At("2026-10-25T09:00:00Z") }],
        Regions = ["IQ"],
        Gaps = [],
        Version = 3,
        ChangedAt = At("2026-03-20T09:00:00Z"),
        ChangedBy = "Ann",
    };

    public static ContactView Contact() => new()
    {
        Id = "ann",
        Name = "Ann",
        Channels =
        [
            new ChannelView(SubscriptionChannel.Webhook, "https://desk.example.org/hook") { Format = WebhookFormat.Cloudevents },
            new ChannelView(SubscriptionChannel.Email, null) { To = ["ann@example.org"], Language = "fr" },
        ],
        Regions = ["IQ"],
        Version = 1,
        ChangedAt = At("2026-03-20T09:00:00Z"),
        ChangedBy = "Ann",
    };
}
