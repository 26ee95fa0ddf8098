using System.Security.Claims;
using System.Text.Json;
using Alerting.Engine;
using Alerting.Logs;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.Reports;
using Alerting.Thresholds;

namespace Alerting.Server.Backtests;

/// <summary>Runs backtests on threads of their own. A run ends early when its request is aborted.</summary>
internal sealed class BacktestRunner(RegionCatalog regions, EngineOptions options, ReportParser parser, ILogStore store, IGrainFactory grains, TemporaryFiles files)
{
    /// <summary>More judges than this would gain little and leave the rest of the server less.</summary>
    private const int MostJudges = 4;

    private static readonly int s_judges = Math.Min(Environment.ProcessorCount, MostJudges);

    /// <summary>Reports of a JSON body.</summary>
    public async Task<IResult> RunAsync(BacktestRequest request, BacktestParts parts, JsonElement reports, CancellationToken cancellationToken)
    {
        var (job, fault) = await OpenAsync(request, parts, cancellationToken);
        if (job is null)
        {
            return Problems.Invalid(fault!);
        }

        // Disposed of in the opposite order: no thread works on what is gone.
        await using var open = job;
        await using var parsing = new BackgroundThread("backtest reader");
        using var batches = new GivenReports(parser).Read(reports).Chunk(BacktestJob.BatchSize).GetEnumerator();
        while (await parsing.RunAsync(() => batches.MoveNext() ? job.Share(batches.Current) : null) is { } shares)
        {
            await job.JudgeAsync(shares);
        }

        return TypedResults.Ok(await job.FinishAsync());
    }

    /// <summary>The rest of the lines, read as they are judged: while some are judged the next are parsed.</summary>
    public async Task<IResult> RunAsync(BacktestRequest request, BacktestParts parts, NdjsonReader reader, CancellationToken cancellationToken)
    {
        var (job, fault) = await OpenAsync(request, parts, cancellationToken);
        if (job is null)
        {
            return Problems.Invalid(fault!);
        }

        await using var open = job;
        await using var parsing = new BackgroundThread("backtest reader");
        var given = new GivenReports(parser);
        var lines = new List<NdjsonLine>(BacktestJob.BatchSize);
        while (await reader.ReadBatchAsync(lines, BacktestJob.BatchSize, cancellationToken))
        {
            // The lines lie in the pipe's memory: awaited, whatever happens.
            var shares = await parsing.RunAsync(() => job.Share(given.Read(lines)));
            lines.Clear();
            await job.JudgeAsync(shares);
        }

        return TypedResults.Ok(await job.FinishAsync());
    }

    /// <summary>The stored history of regions, as far as the user may see it.</summary>
    public async Task<IResult> RunAsync(BacktestRequest request, BacktestParts parts, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var limits = Limits.Of(user);
        var named = request.Regions!;
        if (named.FirstOrDefault(code => code != "*" && !limits.Allow(code, regions)) is { } forbidden)
        {
            return Problems.Of(StatusCodes.Status403Forbidden, new Fault(FaultTypes.Forbidden, $"The key is limited to other regions than '{forbidden}'.", "$.regions"));
        }

        var (job, fault) = await OpenAsync(request, parts, cancellationToken);
        if (job is null)
        {
            return Problems.Invalid(fault!);
        }

        await using var open = job;
        await using var history = await StoredHistory.OpenAsync(
            store,
            code => named.Any(r => r == "*" || regions.IsWithin(code, r)) && limits.Allow(code, regions),
            cancellationToken);
        await using var merging = new BackgroundThread("backtest reader");
        while (!job.IsOver && await history.ReadOnAsync())
        {
            while (await merging.RunAsync(() => job.Share(history)) is { } shares)
            {
                await job.JudgeAsync(shares);
            }
        }

        return TypedResults.Ok(await job.FinishAsync());
    }

    private async Task<(BacktestJob? Job, Fault? Fault)> OpenAsync(BacktestRequest request, BacktestParts parts, CancellationToken cancellationToken)
    {
        var versions = new List<ThresholdVersion>(request.Thresholds.Count + request.ThresholdIds.Count);
        versions.AddRange(request.Thresholds.Select(static draft => Version(draft, 1)));
        if (request.ThresholdIds.Count > 0)
        {
            var catalog = await grains.GetGrain<IThresholdCatalogGrain>(IThresholdCatalogGrain.Key).GetAsync(-1);
            var known = catalog!.Versions.Where(static v => v.Definition is not null).ToDictionary(static v => v.Id, StringComparer.Ordinal);
            for (var i = 0; i < request.ThresholdIds.Count; i++)
            {
                var id = request.ThresholdIds[i];
                if (!known.TryGetValue(id, out var version))
                {
                    return (null, new Fault(
                        FaultTypes.InvalidField,
                        $"there is no threshold '{id}'{NearestName.Hint(NearestName.Find(id, known.Keys))}",
                        JsonPath.Item("$.thresholdIds", i)));
                }

                if (!versions.Exists(v => v.Id == id))
                {
                    versions.Add(Version(version.Definition!, version.Version));
                }
            }
        }

        return (new BacktestJob(regions, options, versions, request.Period, parts, files, s_judges, cancellationToken), null);
    }

    /// <summary>Who asks what a threshold would have done means: had it been enabled.</summary>
    private static ThresholdVersion Version(Threshold definition, int number) =>
        new(definition.Id, number, definition with { Enabled = true }, DateTimeOffset.UnixEpoch, "", null);
}
