using Alerting.Grains.Series;
using Alerting.Incidents;
using Alerting.Places;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Grains.Regions;

// Reads. The engine is ahead of the log by what is open or being written, so a read is answered when that is durable: a
// crash must not take back what was shown. Publishing the figures with each commit instead would let reads answer at once,
// but each commit would have to go through the incidents of a day for figures that few of them are asked for.
internal sealed partial class RegionGrain
{
    public Task<long> KnownOfAsync(string child) => DurableAsync(_engine.SequenceOf(child));

    public Task<RegionState> GetStateAsync() => DurableAsync(_entry.StateAt(Now, OpenSequence));

    public Task<IReadOnlyList<LevelChange>> GetHistoryAsync() =>
        DurableAsync<IReadOnlyList<LevelChange>>([.. _engine.View.LevelHistory.Reverse()]);

    public Task<RegionSeriesAnswer> GetSeriesAsync(RegionSeriesQuery query) =>
        DurableAsync(_series.ReadAsync(query, CancellationToken.None));

    public Task<IReadOnlyList<NameDoubt>> GetNameDoubtsAsync() => DurableAsync(_engine.View.NameDoubts());

    public Task<IReadOnlyList<string>> RegionsOfAsync(string incidentId) => DurableAsync(_engine.View.RegionsOf(incidentId));

    public Task<IncidentPage?> GetIncidentsAsync(string? after, int limit) =>
        DurableAsync(IncidentPages.ReadAsync(_engine, _archive, after, limit, CancellationToken.None));

    public Task<IReadOnlyList<IncidentReport>?> GetReportsAsync(string incidentId, ReportPlace? after, int limit) =>
        DurableAsync(_reports.ReadAsync(_engine.View.KnownAs(incidentId), after, limit, CancellationToken.None));

    public async Task<IncidentDetail?> GetIncidentAsync(string incidentId, ReportPlace? after, int limit)
    {
        incidentId = _engine.View.KnownAs(incidentId);
        var settled = _engine.View.SettledOf(incidentId);
        return await DurableAsync(_reports.TraceAsync(incidentId, after, limit + 1, CancellationToken.None)) is { } found
            ? await Sent.ReadAsync(found, limit, CancellationToken.None) with { Settled = settled }
            : null;
    }

    public async Task<SentReport?> GetReportAsync(string source, string reportId) =>
        await DurableAsync(_reports.TraceAsync(source, reportId, CancellationToken.None)) is { } trace
            ? (await Sent.ReadAsync([trace], CancellationToken.None))[0]
            : null;

    private Task<T> DurableAsync<T>(T shown) => DurableAsync(Task.FromResult(shown));

    /// <summary>What was read, once it is durable; a block of the archive that was opened for it is kept for a while.</summary>
    private async Task<T> DurableAsync<T>(Task<T> read)
    {
        var answer = await read;
        _opened.KeepForAWhile();
        await Commit();
        return answer;
    }
}
