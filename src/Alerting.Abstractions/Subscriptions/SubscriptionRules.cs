using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Subscriptions;

/// <summary>What a subscription must look like to be saved. Where its target leads is checked apart, since that asks the network.</summary>
public static class SubscriptionRules
{
    private const int MaxListed = 1_000;

    /// <summary>The first violation, or null. A null secret passes: whether there is one to keep, only the subscription knows.</summary>
    public static Fault? Validate(Subscription subscription, RegionCatalog regions)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        ArgumentNullException.ThrowIfNull(regions);
        return ValidateSlug(subscription.Id, "$.id")
            ?? ValidateName(subscription.Name)
            ?? ValidateRegions(subscription.Regions, regions)
            ?? ValidateThresholds(subscription.Thresholds)
            ?? ValidateChannel(subscription.Channel);
    }

    private static Fault? ValidateSlug(string id, string path) =>
        Slug.IsValid(id) ? null : Invalid($"'{id}' is not an id: {Slug.Rule}.", path);

    private static Fault? ValidateName(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= 200 ? null : Invalid("A name has 1 to 200 characters.", "$.name");

    private static Fault? ValidateRegions(IReadOnlyList<string> codes, RegionCatalog regions)
    {
        if (codes.Count > MaxListed)
        {
            return Invalid($"At most {MaxListed} regions can be listed; name one above them or \"*\".", "$.regions");
        }

        for (var i = 0; i < codes.Count; i++)
        {
            if (codes[i] != "*" && !regions.TryGet(codes[i], out _))
            {
                var nearest = NearestName.Find(codes[i], regions.Codes);
                return new Fault(FaultTypes.UnknownRegion, $"There is no region '{codes[i]}'{NearestName.Hint(nearest)}.", $"$.regions[{i}]");
            }
        }

        return null;
    }

    private static Fault? ValidateThresholds(IReadOnlyList<string> ids)
    {
        if (ids.Count > MaxListed)
        {
            return Invalid($"At most {MaxListed} thresholds can be listed.", "$.thresholds");
        }

        for (var i = 0; i < ids.Count; i++)
        {
            if (ValidateSlug(ids[i], $"$.thresholds[{i}]") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static Fault? ValidateChannel(SubscriptionChannel channel)
    {
        if (channel.Type != SubscriptionChannel.Webhook)
        {
            return Invalid($"There is no channel '{channel.Type}'; known is '{SubscriptionChannel.Webhook}'.", "$.channel.type");
        }

        if (channel.Url is not { Length: >= 1 and <= 2_048 }
            || !Uri.TryCreate(channel.Url, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.Host.Length == 0)
        {
            return Invalid("An absolute http or https URL of at most 2,048 characters is expected.", "$.channel.url");
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            return Invalid("A webhook URL holds neither credentials nor a fragment; deliveries are signed instead.", "$.channel.url");
        }

        return channel.Secret is null || StandardWebhook.IsSecret(channel.Secret)
            ? null
            : Invalid("A secret is 'whsec_' followed by the base64 of 24 to 64 bytes.", "$.channel.secret");
    }

    private static Fault Invalid(string detail, string path) => new(FaultTypes.InvalidField, detail, path);
}
