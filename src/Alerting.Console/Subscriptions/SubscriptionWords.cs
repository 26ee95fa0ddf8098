using System.Globalization;
using Alerting.Alerts;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Console.Subscriptions;

/// <summary>What a subscription is, in words.</summary>
internal static class SubscriptionWords
{
    /// <summary>Names that are listed before it is told how many more there are.</summary>
    private const int MaxNamed = 5;

    /// <summary>Which alerts it tells of.</summary>
    public static string Filter(SubscriptionView view)
    {
        var severity = view.MinSeverity == Severity.Notice ? Spoken.Of("Alerts¦those told")
            : view.MinSeverity == Severity.Critical ? Spoken.Of("Critical alerts")
            : Spoken.Of("Alerts of {0} and above", Spoken.Name(view.MinSeverity));
        var where = view.Regions.Count == 0 || view.Regions.Contains("*")
            ? Spoken.Of("every region its owner may see") : Named(view.Regions);
        var thresholds = view.Thresholds.Count == 0 ? "" : Spoken.Of(", raised by {0}", Named(view.Thresholds));
        return Spoken.Of("{0} in {1}", severity, where) + thresholds + Area(view.Area);
    }

    /// <summary>What of those alerts is told.</summary>
    public static string Changes(SubscriptionView view) =>
        view.Changes.Count == 0 || view.Changes.Count == Enum.GetValues<AlertChange>().Length
            ? Spoken.Of("every change")
            : Named([.. view.Changes.Order().Select(Spoken.Name)]);

    /// <summary>How they are told: how many messages, what is left out. Empty where nothing is out of the ordinary.</summary>
    public static string Manner(SubscriptionView view)
    {
        var manner = new List<string>();
        if (view.Delivery.PerStory)
        {
            manner.Add(Spoken.Of("one alarm a story¦small"));
        }

        var delivery = view.Delivery;
        if (delivery.Mode == DeliveryMode.Digest)
        {
            manner.Add(Spoken.Of("a digest of {0}", Spoken.Length(delivery.Every)));
        }
        else if (delivery.MostPerMinute is { } most)
        {
            manner.Add(Spoken.Count(
                most, "at most {0} message a minute, critical ones always", "at most {0} messages a minute, critical ones always"));
        }

        if (delivery.LatestOnly)
        {
            manner.Add(Spoken.Of("after an outage the newest of each alert"));
        }

        if (delivery.Heartbeat is { } interval)
        {
            manner.Add(Spoken.Of("a sign of life every {0}", Spoken.Length(interval)));
        }

        if (view.Redact.Count > 0)
        {
            manner.Add(Spoken.Of("without {0} of the evidence", Named([.. view.Redact.Order().Select(Spoken.Name)])));
        }

        return Spoken.List(manner);
    }

    /// <summary>
    /// Where its channel leads, without what may be secret of it: path and query of a webhook's address often hold a token.
    /// </summary>
    public static string Target(ChannelView channel) => channel switch
    {
        { To: { Count: > 0 } to } => Spoken.Of("{0} to {1}¦channel", channel.Type, Named(to)),
        { ChatId: { } chat } => Spoken.Of("{0} to {1}¦channel", channel.Type, chat),
        _ => Posted(channel),
    };

    /// <summary>Where its channel leads, whole.</summary>
    public static string Receiver(ChannelView channel) =>
        channel.Url is { Length: > 0 } url ? Spoken.Of("{0}, posted to {1}", channel.Type, url) : Target(channel);

    private static string Posted(ChannelView channel) =>
        Uri.TryCreate(channel.Url, UriKind.Absolute, out var url)
            ? Spoken.Of("{0} to {1}¦channel", channel.Type, url.Authority) : channel.Type;

    private static string Area(SubscriptionArea? area) => area switch
    {
        null => "",
        { Circle: { } circle } => Spoken.Of(
            ", with evidence within {0} km of {1}", Spoken.Number(circle.RadiusKm),
            string.Create(CultureInfo.InvariantCulture, $"{circle.Lat:0.####}, {circle.Lon:0.####}")),
        _ => Spoken.Of(", with evidence in a polygon"),
    };

    private static string Named(IReadOnlyList<string> names) => Spoken.List(names, MaxNamed);
}
