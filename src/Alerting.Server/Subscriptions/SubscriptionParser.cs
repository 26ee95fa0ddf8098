using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Subscriptions;
using Alerting.Notifications;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Json;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Server.Subscriptions;

/// <param name="StartAfter">Where a new subscription is to start.</param>
internal readonly record struct ParsedSubscription(Subscription? Subscription, long? StartAfter, Fault? Fault);

/// <summary>Reads the body of PUT /subscriptions/{id}. Whether the target may be reached is checked apart.</summary>
internal sealed class SubscriptionParser(RegionCatalog regions, NotificationChannels channels)
{
    private const int MostListed = 1_000;

    internal static readonly string[] Members =
        ["id", "name", "regions", "minSeverity", "thresholds", "changes", "channel", "enabled", "startAfter", "allowUnknown", "disabledReason", "disabledSince"];

    private static readonly string[] s_channelMembers = ["type", "url", "secret", "previousSecret"];

    /// <param name="body">JSON.</param>
    /// <param name="id">As in the address.</param>
    /// <param name="thresholds">Ids of the thresholds there are.</param>
    public ParsedSubscription Parse(ReadOnlyMemory<byte> body, string id, IReadOnlyCollection<string> thresholds)
    {
        if (MalformedJson.Find(body.Span) is { } malformed)
        {
            return new ParsedSubscription(null, null, malformed);
        }

        using var document = JsonDocument.Parse(body);
        try
        {
            var (subscription, startAfter) = Read(document.RootElement, id);
            var fault = SubscriptionRules.Validate(subscription, regions, thresholds, channels);
            return fault is null ? new ParsedSubscription(subscription, startAfter, null) : new ParsedSubscription(null, null, fault);
        }
        catch (BodyRefusedException refusal)
        {
            return new ParsedSubscription(null, null, refusal.Fault);
        }
    }

    private static (Subscription Subscription, long? StartAfter) Read(JsonElement root, string id)
    {
        var fields = new JsonFields(root, "$", Members);
        if (fields.Text("id", 64) is { } stated && stated != id)
        {
            throw fields.Invalid("id", $"must be '{id}', as in the address");
        }

        var channel = new JsonFields(fields.Required("channel"), "$.channel", s_channelMembers);
        long? startAfter = null;
        if (fields.Has("startAfter"))
        {
            startAfter = fields.Required("startAfter") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var seq) && seq >= 0
                ? seq
                : throw fields.Invalid("startAfter", "must be a seq of 0 or more");
        }

        var subscription = new Subscription
        {
            Id = id,
            Name = fields.Text("name", 200) ?? id,
            Regions = Texts(fields, "regions"),
            MinSeverity = fields.Enum<Severity>("minSeverity") ?? Severity.Notice,
            Thresholds = Texts(fields, "thresholds"),
            Changes = fields.Has("changes")
                ? [.. fields.Items("changes", MostListed).Select(i => JsonFields.Enum<AlertChange>(i.Item, i.Path))]
                : Subscription.DefaultChanges,
            Channel = new SubscriptionChannel
            {
                Type = channel.Text("type", 32) ?? SubscriptionChannel.Webhook,
                Url = JsonFields.Text(channel.Required("url"), "$.channel.url", 2_048),
                Secret = channel.Text("secret", 200),
                PreviousSecret = channel.Text("previousSecret", 200),
            },
            Enabled = fields.Boolean("enabled") ?? true,
            AllowUnknown = fields.Boolean("allowUnknown") ?? false,
        };
        return (subscription, startAfter);
    }

    private static List<string> Texts(JsonFields fields, string name) =>
        fields.Has(name) ? [.. fields.Items(name, MostListed).Select(i => JsonFields.Text(i.Item, i.Path, 64))] : [];
}
