using System.Security.Claims;
using Alerting.Backtests;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Odds;
using Alerting.Engine.Regions;
using Alerting.Grains.Regions;
using Alerting.Grains.Thresholds;
using Alerting.Regions;
using Alerting.Server.Access;
using Alerting.Server.Backtests;
using Alerting.Server.Http;
using Alerting.Thresholds;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Thresholds;

/// <summary>
/// Compares what a draft of a threshold would have raised on the stored history with what the version in force raises, and with
/// what it raises by chance.
/// </summary>
internal sealed class ThresholdPreview(
    RegionCatalog regions,
    RegionAccess access,
    EngineOptions options,
    StoredRegions stored,
    IGrainFactory grains,
    TemporaryFiles files,
    ChanceJudges chance,
    IOptions<BacktestOptions> backtestOptions,
    TimeProvider clock)
{
    /// <param name="draft">The draft; a disabled one raises nothing.</param>
    /// <param name="days">Length of the period up to now.</param>
    /// <param name="counts">When the facts of the history count.</param>
    /// <param name="user">Only the history of regions that this user's key may access is used.</param>
    /// <exception cref="RefusedException">It costs too much, as turned out during the run.</exception>
    public async Task<PreviewAnswer> RunAsync(
        Threshold draft, int days, HistoryClock counts, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var limits = access.Of(user);
        var now = clock.GetUtcNow().ToUniversalTime();
        var from = now.AddDays(-days);
        var period = new BacktestPeriod(from.UtcTicks, now.UtcTicks);
        var versions = await grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).VersionsAsync(draft.Id);
        var current = versions is [.., { InForce: true } last] ? last : null;

        var next = new ThresholdVersion(draft.Id, versions.Count + 1, draft, now, "", null);
        using var archive = new ArchiveFile(files);
        var underDraft = Run(next, period, archive);
        var underCurrent = current is null ? null : Run(current, period, archive);
        var scope = draft.Scope.Regions.Concat(current?.Definition!.Scope.Regions ?? []).Distinct(StringComparer.Ordinal).ToList();

        var cost = new BacktestCost(regions, current is null ? [draft] : [draft, current.Definition!], backtestOptions.Value.MaxCost);
        await using var history = await stored.OpenHistoryAsync(
            code => scope.Any(r => r == "*" || regions.IsWithin(code, r)) && limits.Allow(code),
            counts,
            period.To,
            cancellationToken);
        await using var judging = new BackgroundThread("preview");
        var reading = new PreviewReading(cost, period, underDraft, underCurrent);
        while (await history.ReadOnAsync())
        {
            await judging.RunAsync(() => reading.Take(history, cancellationToken));
        }

        var answer = await judging.RunAsync(() =>
        {
            var alertsInForce = Finish(underCurrent, limits, cancellationToken);
            var alerts = Finish(underDraft, limits, cancellationToken);
            var comparison = new AlertComparison(alertsInForce, alerts);
            var load = new AlertLoad([.. alerts.Select(static a => new AlertSpan(a.Region, a.RaisedAt, a.EndedAt))], from, now);
            return new PreviewAnswer(
                draft.Id, from, now, underDraft.Reports, current?.Version,
                comparison.New, comparison.Gone, comparison.Changed, comparison.Unchanged, comparison.Totals,
                counts, reading.Recorded.LateShare, load.PerWeek, load.OpenDays, load.Reraised,
                new AlertsByChance(null, null, null, 0, 0),
                counts == HistoryClock.Recorded ? [.. underDraft.Recomputed.Where(limits.Allow)] : null);
        });
        var incidents = await judging.RunAsync(() => reading.Incidents.IsOverfull ? null : reading.Incidents.Incidents());
        return answer with
        {
            ByChance = await chance.RunAsync(
                next, incidents, period.From, now.UtcTicks, backtestOptions.Value.MaxCost - cost.Estimate(), limits,
                cancellationToken),
        };
    }

    private BacktestRun Run(ThresholdVersion version, BacktestPeriod period, ArchiveFile archive) =>
        new(regions, options, [version], period, keepRevisions: false, keepLevels: false, archive);

    private static List<PreviewAlert> Finish(BacktestRun? run, RegionLimits limits, CancellationToken cancellationToken)
    {
        run?.Finish(cancellationToken);
        return run is null
            ? []
            : [.. run.AlertsOpenAtAnyTime.Where(a => limits.Allow(a.Last.Region.Code)).Select(static a => PreviewAlert.Of(a.Last))];
    }
}
