using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Regions;
using Alerting.Grains.Subscriptions;
using Alerting.Grains.Thresholds;
using Alerting.Regions;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Grains.Logs;

/// <summary>Names of logs and the grains that own them.</summary>
internal static class LogOwners
{
    public const string RegionPrefix = "region/";
    public const string SubscriptionPrefix = "subscription/";
    public const string Ledger = "ledger";
    public const string Thresholds = "thresholds";

    public static string Region(string code) => RegionPrefix + code;

    public static string Subscription(string id) => SubscriptionPrefix + id;

    /// <summary>The owner, or null when nobody owns such a log.</summary>
    public static IWakeable? OwnerOf(IGrainFactory grains, string log) => log switch
    {
        Ledger => grains.GetGrain<IWakeable>(GrainIdOf<IAlertLedgerGrain>(grains, IAlertLedgerGrain.Key)),
        Thresholds => grains.GetGrain<IWakeable>(GrainIdOf<IThresholdCatalogGrain>(grains, IThresholdCatalogGrain.Key)),
        _ when log.StartsWith(RegionPrefix, StringComparison.Ordinal) => grains.GetGrain<IWakeable>(GrainIdOf<IRegionGrain>(grains, log[RegionPrefix.Length..])),
        _ when log.StartsWith(SubscriptionPrefix, StringComparison.Ordinal) => grains.GetGrain<IWakeable>(GrainIdOf<ISubscriptionGrain>(grains, log[SubscriptionPrefix.Length..])),
        _ => null,
    };

    private static GrainId GrainIdOf<TGrain>(IGrainFactory grains, string key)
        where TGrain : IGrainWithStringKey => grains.GetGrain<TGrain>(key).GetGrainId();
}
