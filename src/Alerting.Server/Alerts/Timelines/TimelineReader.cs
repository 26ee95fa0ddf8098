using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Escalations;
using Alerting.Grains.Subscriptions;
using Alerting.Server.Access;
using Alerting.Server.Escalations;
using Alerting.Server.OnCall;
using Alerting.Server.Subscriptions;

namespace Alerting.Server.Alerts.Timelines;

/// <summary>
/// Gathers what happened around an alert from whoever has it: the ledger, the subscriptions that the caller may see, and the
/// escalations.
/// </summary>
internal sealed class TimelineReader(IGrainFactory grains, VisibleSubscriptions subscriptions, OnCallReader onCall, RegionAccess access)
{
    /// <summary>Null: there is no such alert.</summary>
    public async Task<AlertTimeline?> ReadAsync(HttpContext context, string alertId, int limit)
    {
        var ledger = grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
        if (await ledger.SelectRevisionsAsync(alertId, 0, int.MaxValue) is not { } seqs)
        {
            return null;
        }

        var revisions = await LedgerReading.ReadAsync(ledger, seqs, context.RequestAborted);
        var entries = revisions.ConvertAll(TimelineEntries.Of);
        var revisedAt = revisions.ToDictionary(static revision => revision.Revision, static revision => revision.UpdatedAt);
        await foreach (var views in subscriptions.ReadAsync(context, context.RequestAborted))
        {
            var deliveries = await Task.WhenAll(
                views.Select(view => grains.GetGrain<ISubscriptionGrain>(view.Id).DeliveriesOfAsync(alertId)));
            foreach (var (view, its) in views.Zip(deliveries))
            {
                entries.AddRange(ShownDeliveries.Of(its, access.Of(context.User)).Select(delivery => TimelineEntries.Of(
                    view, delivery, revisedAt.GetValueOrDefault(delivery.Revision, revisions[0].RaisedAt))));
            }
        }

        var nameOf = await onCall.NamesAsync(context.User, context.RequestAborted);
        var escalations = await grains.GetGrain<IEscalationGrain>(IEscalationGrain.Key).GetAsync(alertId);
        foreach (var escalation in ShownEscalations.Of(escalations, access.Of(context.User)))
        {
            entries.AddRange(EscalationEntries.Of(escalation, nameOf));
        }

        // A revision comes before what came of it in the same instant.
        var ordered = entries.OrderBy(static entry => entry.At).ThenBy(static entry => entry.Revision)
            .ThenBy(static entry => entry.Kind).ThenBy(static entry => entry.Subscription, StringComparer.Ordinal).ToList();
        var omitted = Math.Max(0, ordered.Count - limit);
        return new AlertTimeline(alertId, ordered.GetRange(omitted, ordered.Count - omitted), omitted);
    }
}
