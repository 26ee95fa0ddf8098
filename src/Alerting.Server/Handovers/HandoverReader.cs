using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Grains.Subscriptions;
using Alerting.Handovers;
using Alerting.OnCall;
using Alerting.Server.Access;
using Alerting.Server.Alerts;
using Alerting.Server.OnCall;
using Alerting.Server.Regions;
using Alerting.Server.Silences;
using Alerting.Server.Subscriptions;
using Alerting.Silences;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Server.Handovers;

/// <summary>Gathers what a shift hands over from whoever has it, as far as the caller may see it.</summary>
internal sealed class HandoverReader(
    IGrainFactory grains, RegionBoard board, VisibleSubscriptions subscriptions, SilenceAccess silences, Schedules schedules,
    OnCallReader onCall, RegionCatalog catalog, RegionAccess access, TimeProvider clock)
{
    private const int PageSize = 1_000;

    /// <summary>Regions that are asked at one time.</summary>
    private const int MaxAsked = 256;

    private static readonly TimeSpan s_soon = TimeSpan.FromHours(12);

    /// <param name="since">Since when it tells what has ended and gone wrong.</param>
    /// <param name="asked">Codes, each with its subtree; empty: all that the caller may access.</param>
    public async Task<Handover> ReadAsync(HttpContext context, DateTimeOffset since, IReadOnlyList<string> asked)
    {
        var now = clock.GetUtcNow();
        var regions = access.Of(context.User).Narrow(asked);

        // None are named where all are meant.
        var within = new RegionLimits(catalog, regions is [] ? null : regions ?? []);

        var open = regions is null ? [] : await AlertsAsync(AlertStatus.Open, regions, 0, context.RequestAborted);
        var ended = regions is null ? [] : await EndedAsync(regions, since, context.RequestAborted);
        var gravest = open.OrderByDescending(static alert => alert.Severity).ThenByDescending(static alert => alert.RaisedAt).ToList();
        return new Handover
        {
            AsOf = now,
            Since = since,
            Regions = [.. asked.Where(access.Of(context.User).Allow)],
            Unacknowledged = [.. gravest.Where(static alert => alert.Acknowledged is null).Select(Shown)],
            Acknowledged = [.. gravest.Where(static alert => alert.Acknowledged is not null).Select(Shown)],
            Ended = [.. ended.Where(alert => alert.EndedAt >= since).OrderByDescending(static alert => alert.EndedAt).Select(Shown)],
            Silences = await SilencesAsync(now, within),
            DeadLetters = await DeadLettersAsync(context, since, within),
            QuietSources = await QuietSourcesAsync(within, context.RequestAborted),
            OnCall = await OnCallAsync(context, now, within),
        };
    }

    private static HandoverAlert Shown(Alert alert) => new()
    {
        AlertId = alert.AlertId,
        Region = alert.Region.Code,
        RegionName = alert.Region.Name,
        Threshold = alert.Threshold.Name,
        Severity = alert.Severity,
        Status = alert.Status,
        Explanation = alert.Explanation,
        RaisedAt = alert.RaisedAt,
        EndedAt = alert.EndedAt,
        Acknowledged = alert.Acknowledged,
        Assignee = alert.Assignee,
        Disposition = alert.Disposition,
    };

    private async Task<List<Alert>> EndedAsync(IReadOnlyList<string> regions, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var first = await grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key).FirstLeftSinceAsync(since);
        return await AlertsAsync(null, regions, Math.Max(0, first - 1), cancellationToken);
    }

    private async Task<List<Alert>> AlertsAsync(
        AlertStatus? status, IReadOnlyList<string> regions, long after, CancellationToken cancellationToken)
    {
        var ledger = grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key);
        var alerts = new List<Alert>();
        for (long? next = after; next is { } from;)
        {
            var page = await ledger.SelectAsync(new AlertQuery(status, regions, Severity.Notice, from, PageSize));
            alerts.AddRange(await LedgerReading.ReadAsync(ledger, page.Seqs, cancellationToken));
            next = page.Next;
        }

        return alerts;
    }

    private async Task<IReadOnlyList<HandoverSilence>> SilencesAsync(DateTimeOffset now, RegionLimits within)
    {
        var known = await silences.Catalog.GetAsync(-1);
        return
        [
            .. known!.Versions
                .Where(version => version.Definition is { } silence && RegionScope.IsShown(silence.Regions, within))
                .Select(silences.View)
                .Where(static view => view.Status == SilenceStatus.Active)
                .OrderBy(static view => view.NextChangeAt ?? DateTimeOffset.MaxValue)
                .Select(view => new HandoverSilence(
                    view.Id, view.Comment, view.CreatedBy, view.Regions, view.Thresholds, view.NextChangeAt,
                    view.NextChangeAt < now + s_soon)),
        ];
    }

    private async Task<IReadOnlyList<HandoverDeadLetter>> DeadLettersAsync(
        HttpContext context, DateTimeOffset since, RegionLimits within)
    {
        var dead = new List<HandoverDeadLetter>();
        await foreach (var views in subscriptions.ReadAsync(context, context.RequestAborted))
        {
            var pages = await Task.WhenAll(views.Select(
                view => grains.GetGrain<ISubscriptionGrain>(view.Id).DeliveriesAsync(0, PageSize, DeliveryStatus.Dead)));
            foreach (var (view, page) in views.Zip(pages))
            {
                dead.AddRange(ShownDeliveries.Of(page?.Items ?? [], within)
                    .Where(delivery => !(delivery.LastAttemptAt < since))
                    .Select(delivery => new HandoverDeadLetter(
                        view.Id, view.Name, delivery.AlertId, delivery.Revision, delivery.LastAttemptAt, delivery.LastError)));
            }
        }

        return [.. dead.OrderByDescending(static one => one.At)];
    }

    private async Task<IReadOnlyList<HandoverQuietSource>> QuietSourcesAsync(RegionLimits within, CancellationToken cancellationToken)
    {
        var quiet = new List<HandoverQuietSource>();
        var reading = await board.ReadAsync(cancellationToken);
        foreach (var chunk in reading.Codes.Where(within.Allow).Chunk(MaxAsked))
        {
            foreach (var shown in await Task.WhenAll(chunk.Select(code => reading.ShowAsync(code).AsTask())))
            {
                quiet.AddRange(shown.View.QuietSources.Select(source => new HandoverQuietSource(
                    shown.View.Code, source.Source, source.LastReportAt, source.SilentSince)));
            }
        }

        return quiet;
    }

    private async Task<IReadOnlyList<OnCallView>> OnCallAsync(HttpContext context, DateTimeOffset now, RegionLimits within)
    {
        var views = new List<OnCallView>();
        foreach (var schedule in await schedules.ShownAsync(context.User))
        {
            if (RegionScope.IsShown(schedule.Definition!.Regions, within))
            {
                views.Add(await onCall.ReadAsync(schedule, now, context.User, context.RequestAborted));
            }
        }

        return views;
    }
}
