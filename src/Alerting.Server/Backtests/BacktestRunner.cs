using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Text.Json;
using Alerting.Backtests;
using Alerting.Engine;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Grains.Regions;
using Alerting.Grains.Thresholds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.Reports;
using Alerting.Thresholds;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Backtests;

/// <summary>
/// Runs backtests on threads of their own. The cost of given reports is estimated before the run, that of stored ones while they
/// are read. A run ends early when it is cancelled.
/// </summary>
internal sealed class BacktestRunner(
    RegionCatalog regions,
    RegionAccess access,
    EngineOptions options,
    ReportParser parser,
    ReportGlance glance,
    StoredRegions stored,
    IGrainFactory grains,
    TemporaryFiles files,
    BacktestOdds odds,
    IOptions<BacktestOptions> configured)
{
    /// <summary>More judges would gain little, and leave less to the rest of the server.</summary>
    private const int MaxJudges = 4;

    /// <summary>Threads that judge one backtest or preview.</summary>
    public static readonly int Judges = Math.Min(Environment.ProcessorCount, MaxJudges);

    /// <summary>Runs the reports of a JSON body.</summary>
    /// <exception cref="RefusedException">It costs too much.</exception>
    public async Task<BacktestAnswer> RunAsync(
        BacktestRequest request, BacktestParts parts, JsonElement reports, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var limits = access.Of(user);
        var thresholds = await ThresholdsAsync(request, limits);

        // Disposed of in the opposite order: the threads end before what they work on.
        await using var job = Open(request, thresholds, parts, limits, cancellationToken);
        await using var parsing = new BackgroundThread("backtest reader");
        var cost = await parsing.RunAsync(() => Weigh(thresholds, reports, cancellationToken));
        using var batches = new GivenReports(parser, limits).Read(reports).Chunk(BacktestJob.BatchSize).GetEnumerator();
        while (await parsing.RunAsync(() => batches.MoveNext() ? job.Share(batches.Current) : null) is { } shares)
        {
            await job.JudgeAsync(shares);
        }

        return await FinishAsync(job, thresholds, parts, cost, cancellationToken);
    }

    /// <summary>Runs lines that were received completely; while some are judged, the next are parsed.</summary>
    /// <exception cref="RefusedException">It costs too much.</exception>
    public async Task<BacktestAnswer> RunAsync(
        BacktestRequest request, BacktestParts parts, LineSpool spool, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var limits = access.Of(user);
        var thresholds = await ThresholdsAsync(request, limits);
        await using var job = Open(request, thresholds, parts, limits, cancellationToken);
        await using var parsing = new BackgroundThread("backtest reader");
        var cost = Cost(thresholds);
        await ReadAsync(spool, lines => parsing.RunAsync(() => Weigh(cost, lines)), cancellationToken);
        cost.Check();

        var given = new GivenReports(parser, limits);
        await ReadAsync(
            spool,
            async lines =>
            {
                // The lines are in the pipe's buffer, which is reused after this: it has to be awaited.
                var shares = await parsing.RunAsync(() => job.Share(given.Read(lines)));
                await job.JudgeAsync(shares);
            },
            cancellationToken);
        return await FinishAsync(job, thresholds, parts, cost, cancellationToken);
    }

    /// <summary>Runs the stored history of regions, as far as the user may access it; of all those where none is named.</summary>
    /// <exception cref="RefusedException">It costs too much, as turned out during the run.</exception>
    public async Task<BacktestAnswer> RunAsync(
        BacktestRequest request, BacktestParts parts, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var limits = access.Of(user);
        var named = request.Regions!;
        limits.Check(named, "$.regions");
        var thresholds = await ThresholdsAsync(request, limits);
        var cost = Cost(thresholds);
        await using var job = Open(request, thresholds, parts, limits, cancellationToken);
        await using var history = await stored.OpenHistoryAsync(
            code => (named.Count == 0 || named.Any(r => r == RegionLimits.World || regions.IsWithin(code, r))) && limits.Allow(code),
            request.Clock,
            request.Period.To,
            cancellationToken);
        await using var merging = new BackgroundThread("backtest reader");
        while (await history.ReadOnAsync())
        {
            while (await merging.RunAsync(() => Weighed(cost, job.Share(history))) is { } shares)
            {
                await job.JudgeAsync(shares);
            }
        }

        var answer = await FinishAsync(job, thresholds, parts, cost, cancellationToken);
        return answer with
        {
            Clock = request.Clock,
            RecordedLateShare = job.Recorded.LateShare,
            Recomputed = request.Clock == HistoryClock.Recorded ? job.Recomputed() : null,
        };
    }

    private static async Task ReadAsync(LineSpool spool, Func<List<NdjsonLine>, Task> take, CancellationToken cancellationToken)
    {
        using var reader = spool.Open();
        var lines = new List<NdjsonLine>(BacktestJob.BatchSize);
        while (await reader.ReadBatchAsync(lines, BacktestJob.BatchSize, cancellationToken))
        {
            await take(lines);
            lines.Clear();
        }
    }

    private void Weigh(BacktestCost cost, List<NdjsonLine> lines)
    {
        foreach (var line in lines)
        {
            if (glance.TryRead(line.Utf8.Span, out var region, out var at))
            {
                cost.Add(region, at);
            }
        }
    }

    private static List<TimedReport>[]? Weighed(BacktestCost cost, List<TimedReport>[]? shares)
    {
        foreach (var share in shares ?? [])
        {
            foreach (var (_, _, step) in share)
            {
                if (step.IsTold)
                {
                    cost.Add(step.Region, step.Now);
                }
            }
        }

        cost.CheckAsItGrows();
        return shares;
    }

    private BacktestCost Weigh(IReadOnlyList<ThresholdVersion> thresholds, JsonElement reports, CancellationToken cancellationToken)
    {
        var cost = Cost(thresholds);
        foreach (var report in reports.EnumerateArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (glance.TryRead(JsonMarshal.GetRawUtf8Value(report), out var region, out var at))
            {
                cost.Add(region, at);
            }
        }

        cost.Check();
        return cost;
    }

    private async Task<BacktestAnswer> FinishAsync(
        BacktestJob job, IReadOnlyList<ThresholdVersion> thresholds, BacktestParts parts, BacktestCost cost,
        CancellationToken cancellationToken)
    {
        var answer = await job.FinishAsync();
        return parts.Odds ? answer with { Odds = await odds.OfAsync(job, thresholds, cost, cancellationToken) } : answer;
    }

    private BacktestCost Cost(IReadOnlyList<ThresholdVersion> thresholds) =>
        new(regions, [.. thresholds.Select(static t => t.Definition!)], configured.Value.MaxCost);

    private BacktestJob Open(
        BacktestRequest request, IReadOnlyList<ThresholdVersion> thresholds, BacktestParts parts, RegionLimits limits,
        CancellationToken cancellationToken) =>
        new(regions, options, thresholds, request, parts, limits, files, Judges, cancellationToken);

    /// <exception cref="RefusedException">A threshold is named that does not exist, or that looks beyond the limits.</exception>
    private async Task<List<ThresholdVersion>> ThresholdsAsync(BacktestRequest request, RegionLimits limits)
    {
        for (var i = 0; i < request.Thresholds.Count; i++)
        {
            limits.Check(request.Thresholds[i].Scope.Regions, JsonPath.Item("$.thresholds", i) + ".scope.regions");
        }

        var versions = new List<ThresholdVersion>(request.Thresholds.Count + request.ThresholdIds.Count);
        versions.AddRange(request.Thresholds.Select(static draft => Version(draft, 1)));
        if (request.ThresholdIds.Count > 0)
        {
            var catalog = await grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).GetAsync(-1);
            var known = catalog!.Versions.Where(static v => v.Definition is not null)
                .ToDictionary(static v => v.Id, StringComparer.Ordinal);
            for (var i = 0; i < request.ThresholdIds.Count; i++)
            {
                var id = request.ThresholdIds[i];
                if (!known.TryGetValue(id, out var version))
                {
                    throw new RefusedException(new Fault(
                        FaultTypes.InvalidField,
                        $"there is no threshold '{id}'{NearestName.Hint(NearestName.Find(id, known.Keys))}",
                        JsonPath.Item("$.thresholdIds", i)));
                }

                if (!limits.Meet(version.Definition!.Scope.Regions))
                {
                    throw RegionLimits.Refuse(id, JsonPath.Item("$.thresholdIds", i));
                }

                if (!versions.Exists(v => v.Id == id))
                {
                    versions.Add(Version(version.Definition!, version.Version));
                }
            }
        }

        return versions;
    }

    /// <summary>A disabled threshold is run as if it were enabled.</summary>
    private static ThresholdVersion Version(Threshold definition, int number) =>
        new(definition.Id, number, definition with { Enabled = true }, DateTimeOffset.UnixEpoch, "", null);
}
