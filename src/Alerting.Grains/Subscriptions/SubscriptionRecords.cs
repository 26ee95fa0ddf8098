using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Json;
using Alerting.Subscriptions;

namespace Alerting.Grains.Subscriptions;

/// <summary>
/// What the audit log is told of subscriptions: what their owners see, but of channels less, see <see cref="AuditedChannel"/>.
/// </summary>
internal static class SubscriptionRecords
{
    /// <summary>A record of a change.</summary>
    /// <param name="before">Null: it was not there.</param>
    /// <param name="after">Null: it is not there any more.</param>
    public static AuditRecord Change(Act? act, DateTimeOffset at, SubscriptionView? before, SubscriptionView? after)
    {
        var either = (after ?? before)!;
        return Of(act, at, ActionOf(before, after), either.Id, RegionOf(before, after), Shown(before), Shown(after));
    }

    public static AuditRecord Replayed(Act? act, DateTimeOffset at, SubscriptionView subscription, ReplayRequest request) => Of(
        act, at, AuditActions.SubscriptionReplayed, subscription.Id, RegionOf(subscription), null, AuditValue.Write(writer =>
        {
            if ((request.Seq ?? request.FromSeq) is { } seq)
            {
                writer.WriteNumber(request.Seq is null ? "fromSeq" : "seq", seq);
            }
            else if (request.From is { } from)
            {
                writer.WriteString("from", Instants.Format(from));
            }
            else
            {
                writer.WriteBoolean("allDead", request.AllDead);
            }
        }));

    public static AuditRecord Tested(Act? act, DateTimeOffset at, SubscriptionView subscription, SubscriptionTestResult result) => Of(
        act, at, AuditActions.SubscriptionTested, subscription.Id, RegionOf(subscription), null,
        AuditValue.Of(result, ApiJson.Wire.SubscriptionTestResult));

    private static AuditRecord Of(
        Act? act, DateTimeOffset at, string action, string id, string? region, string? before, string? after) =>
        AuditRecord.Of(act ?? Act.Named("", null), at, action, id, region, before, after);

    private static string ActionOf(SubscriptionView? before, SubscriptionView? after) => (before, after) switch
    {
        (null, _) => AuditActions.Subscription + AuditActions.Created,
        (_, null) => AuditActions.Subscription + AuditActions.Deleted,
        ({ Enabled: false }, { Enabled: true }) => AuditActions.SubscriptionEnabled,
        ({ Enabled: true }, { Enabled: false }) => AuditActions.SubscriptionDisabled,
        _ => AuditActions.Subscription + AuditActions.Replaced,
    };

    private static string? RegionOf(SubscriptionView? before, SubscriptionView? after) =>
        before is null ? RegionOf(after!)
        : after is null || RegionOf(after) == RegionOf(before) ? RegionOf(before)
        : null;

    private static string? RegionOf(SubscriptionView subscription) => AuditedVersion.OneOf(subscription.Regions);

    private static string? Shown(SubscriptionView? view) => view is null ? null : AuditValue.Of(
        view with { Channel = AuditedChannel.Of(view.Channel) }, ApiJson.Wire.SubscriptionView);
}
