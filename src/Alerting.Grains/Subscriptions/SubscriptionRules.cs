using Alerting.Engine.Regions;
using Alerting.Grains.Thresholds;
using Alerting.Notifications;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>Validates a subscription. The address of its target is checked elsewhere, since that needs the network.</summary>
public static class SubscriptionRules
{
    private const int MaxListed = 1_000;

    /// <summary>The first violation, or null. Settings that a replacement may omit need not be there.</summary>
    /// <param name="subscription">The subscription to be saved.</param>
    /// <param name="regions">Regions that it may name, unless unknown ones are allowed.</param>
    /// <param name="thresholds">Ids of thresholds that it may name, unless unknown ones are allowed.</param>
    /// <param name="channels">Channels that it may use.</param>
    public static Fault? Validate(
        Subscription subscription, RegionCatalog regions, IReadOnlyCollection<string> thresholds, NotificationChannels channels)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(thresholds);
        ArgumentNullException.ThrowIfNull(channels);
        return ValidateSlug(subscription.Id, "$.id")
            ?? ValidateName(subscription.Name)
            ?? ValidateCounts(subscription)
            ?? ValidateSlugs(subscription.Thresholds)
            ?? AreaRules.Validate(subscription.Area)
            ?? DeliveryRules.Validate(subscription.Delivery, subscription.Channel)
            ?? (subscription.AllowUnknown ? null : ValidateKnown(subscription, regions, thresholds))
            ?? channels.Validate(subscription.Channel)
            ?? channels.Validate(subscription.Template);
    }

    private static Fault? ValidateSlug(string id, string path) =>
        Slug.IsValid(id) ? null : Invalid($"'{id}' is not an id: {Slug.Rule}.", path);

    private static Fault? ValidateName(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= 200 ? null : Invalid("A name has 1 to 200 characters.", "$.name");

    private static Fault? ValidateCounts(Subscription subscription) =>
        subscription.Regions.Count > MaxListed
            ? Invalid($"At most {MaxListed} regions can be listed; name one above them or \"*\".", "$.regions")
        : subscription.Thresholds.Count > MaxListed
            ? Invalid($"At most {MaxListed} thresholds can be listed.", "$.thresholds")
        : null;

    private static Fault? ValidateSlugs(IReadOnlyList<string> ids)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            if (ValidateSlug(ids[i], $"$.thresholds[{i}]") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>A subscription to something that does not exist would be saved and never receive anything.</summary>
    private static Fault? ValidateKnown(Subscription subscription, RegionCatalog regions, IReadOnlyCollection<string> thresholds)
    {
        for (var i = 0; i < subscription.Regions.Count; i++)
        {
            var code = subscription.Regions[i];
            if (code != "*" && !regions.TryGet(code, out _))
            {
                var said = $"There is no region '{code}'{NearestRegion.Hint(regions, code)}";
                return Unknown(FaultTypes.UnknownRegion, said, $"$.regions[{i}]");
            }
        }

        return ThresholdNames.FindUnknown(subscription.Thresholds, thresholds) is var (index, unknown)
            ? Unknown(FaultTypes.UnknownThreshold, unknown, $"$.thresholds[{index}]")
            : null;
    }

    private static Fault Unknown(string type, string said, string path) =>
        new(type, $"{said}; \"allowUnknown\": true saves it all the same.", path);

    private static Fault Invalid(string detail, string path) => new(FaultTypes.InvalidField, detail, path);
}
