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
        var severity = view.MinSeverity == Severity.Notice ? "Alerts" : view.MinSeverity == Severity.Critical ? "Critical alerts"
            : $"Alerts of {EnumNames.ToName(view.MinSeverity)} and above";
        var where = view.Regions.Count == 0 || view.Regions.Contains("*") ? "every region its owner may see" : Named(view.Regions);
        var thresholds = view.Thresholds.Count == 0 ? "" : $", raised by {Named(view.Thresholds)}";
        return $"{severity} in {where}{thresholds}{Area(view.Area)}";
    }

    /// <summary>What of those alerts is told.</summary>
    public static string Changes(SubscriptionView view) =>
        view.Changes.Count == 0 || view.Changes.Count == Enum.GetValues<AlertChange>().Length
            ? "every change"
            : Named([.. view.Changes.Order().Select(EnumNames.ToName)]);

    /// <summary>How they are told: how many messages, what is left out. Empty where nothing is out of the ordinary.</summary>
    public static string Manner(SubscriptionView view)
    {
        var manner = new List<string>();
        if (view.Delivery.PerStory)
        {
            manner.Add("one alarm a story");
        }

        var delivery = view.Delivery;
        if (delivery.Mode == DeliveryMode.Digest)
        {
            manner.Add($"a digest of {delivery.Every.ToWords()}");
        }
        else if (delivery.MostPerMinute is { } most)
        {
            manner.Add($"at most {most} messages a minute, critical ones always");
        }

        if (delivery.LatestOnly)
        {
            manner.Add("after an outage the newest of each alert");
        }

        if (delivery.Heartbeat is { } interval)
        {
            manner.Add($"a sign of life every {interval.ToWords()}");
        }

        if (view.Redact.Count > 0)
        {
            manner.Add($"without {Named([.. view.Redact.Order().Select(EnumNames.ToName)])} of the evidence");
        }

        return string.Join(", ", manner);
    }

    /// <summary>
    /// Where its channel leads, without what may be secret of it: path and query of a webhook's address often hold a token.
    /// </summary>
    public static string Target(ChannelView channel) => channel switch
    {
        { To: { Count: > 0 } to } => $"{channel.Type} to {Named(to)}",
        { ChatId: { } chat } => $"{channel.Type} to {chat}",
        _ => Posted(channel),
    };

    /// <summary>Where its channel leads, whole.</summary>
    public static string Receiver(ChannelView channel) =>
        channel.Url is { Length: > 0 } url ? $"{channel.Type}, posted to {url}" : Target(channel);

    private static string Posted(ChannelView channel) =>
        Uri.TryCreate(channel.Url, UriKind.Absolute, out var url) ? $"{channel.Type} to {url.Authority}" : channel.Type;

    private static string Area(SubscriptionArea? area) => area switch
    {
        null => "",
        { Circle: { } circle } => string.Create(
            CultureInfo.InvariantCulture,
            $", with evidence within {circle.RadiusKm:0.##} km of {circle.Lat:0.####}, {circle.Lon:0.####}"),
        _ => ", with evidence in a polygon",
    };

    private static string Named(IReadOnlyList<string> names) => names.Count switch
    {
        > MaxNamed => $"{string.Join(", ", names.Take(MaxNamed))} and {names.Count - MaxNamed} more",
        > 1 => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        _ => string.Join("", names),
    };
}
