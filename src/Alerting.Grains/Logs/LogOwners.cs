using Alerting.Alerts;
using Alerting.Grains.Access;
using Alerting.Grains.Alerts;
using Alerting.Grains.Audit;
using Alerting.Grains.Escalations;
using Alerting.Grains.Inhibitions;
using Alerting.Grains.Locations;
using Alerting.Grains.OnCall;
using Alerting.Grains.Places;
using Alerting.Grains.Regions;
using Alerting.Grains.Silences;
using Alerting.Grains.Subscriptions;
using Alerting.Grains.Thresholds;
using Alerting.Regions;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Grains.Logs;

/// <summary>Maps names of logs to the grains that own them.</summary>
internal static class LogOwners
{
    public const string RegionPrefix = "region/";

    /// <summary>Names of snapshots: what regions showed when they were last at rest. There are no logs of such names.</summary>
    public const string RestingPrefix = "resting/";
    public const string SubscriptionPrefix = "subscription/";
    public const string LocatedPrefix = "located/";
    public const string Ledger = "ledger";
    public const string Thresholds = "thresholds";
    public const string Keys = "keys";
    public const string Places = "places";
    public const string Audit = "audit";
    public const string Silences = "silences";
    public const string Inhibitions = "inhibitions";
    public const string Contacts = "contacts";
    public const string Schedules = "schedules";
    public const string Policies = "policies";
    public const string Escalations = "escalations";

    public static string Region(string code) => RegionPrefix + code;

    public static string Subscription(string id) => SubscriptionPrefix + id;

    public static string Located(string share) => LocatedPrefix + share;

    /// <summary>The owner of a log, or null when no grain owns a log with such a name.</summary>
    public static IWakeable? OwnerOf(IGrainFactory grains, string log) => log switch
    {
        Ledger => Owner<IAlertLedgerGrain>(grains, IAlertLedgerGrain.Key),
        Keys => Owner<IKeysGrain>(grains, IKeysGrain.Key),
        Thresholds => Owner<IThresholdCatalogGrain>(grains, IThresholdCatalogGrain.Key),
        Places => Owner<IPlaceCatalogGrain>(grains, IPlaceCatalogGrain.Key),
        Silences => Owner<ISilenceCatalogGrain>(grains, ISilenceCatalogGrain.Key),
        Inhibitions => Owner<IInhibitionCatalogGrain>(grains, IInhibitionCatalogGrain.Key),
        Contacts => Owner<IContactCatalogGrain>(grains, IContactCatalogGrain.Key),
        Schedules => Owner<IScheduleCatalogGrain>(grains, IScheduleCatalogGrain.Key),
        Policies => Owner<IPolicyCatalogGrain>(grains, IPolicyCatalogGrain.Key),
        Escalations => Owner<IEscalationGrain>(grains, IEscalationGrain.Key),
        Audit => Owner<IAuditGrain>(grains, IAuditGrain.Key),
        _ when log.StartsWith(RegionPrefix, StringComparison.Ordinal) => Owner<IRegionGrain>(grains, log[RegionPrefix.Length..]),
        _ when log.StartsWith(SubscriptionPrefix, StringComparison.Ordinal) =>
            Owner<ISubscriptionGrain>(grains, log[SubscriptionPrefix.Length..]),
        _ when log.StartsWith(LocatedPrefix, StringComparison.Ordinal) =>
            Owner<ILocatedReportsGrain>(grains, log[LocatedPrefix.Length..]),
        _ => null,
    };

    private static IWakeable Owner<TGrain>(IGrainFactory grains, string key)
        where TGrain : IGrainWithStringKey => grains.GetGrain<IWakeable>(grains.GetGrain<TGrain>(key).GetGrainId());
}
