using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Grains.Regions;

// Reads. The engine is ahead of the log by what is open or being written, so a read is answered when that is durable: a
// crash must not take back what was shown. Publishing the figures with each commit instead would let reads answer at once,
// but each commit would have to go through the incidents of a day for figures that few of them are asked for.
internal sealed partial class RegionGrain
{
    /// <summary>What a reader has opened is kept for this time to twice this time after its last use.</summary>
    private static readonly TimeSpan s_keepOpened = TimeSpan.FromSeconds(15);

    private IGrainTimer? _forgetTimer;

    public async Task<long> KnownOfAsync(string child)
    {
        var known = _engine.SequenceOf(child);
        await Commit();
        return known;
    }

    public async Task<RegionState> GetStateAsync()
    {
        var now = Now;
        var figures = _engine.View.FiguresAt(Math.Max(_entry.ChangedAt, now - (now % TimeSpan.TicksPerMinute)));
        if (!figures.Decays && figures.AsOf != _entry.ChangedAt)
        {
            figures = figures with { AsOf = _entry.ChangedAt };
        }

        var state = HasOpenBatch
            ? new RegionState(_code, figures, OpenSequence, _entry.Steps)
            : new RegionState(_code, figures, OpenSequence - 1, _entry.SealedSteps);

        await Commit();
        return state;
    }

    public async Task<IncidentPage?> GetIncidentsAsync(string? after, int limit)
    {
        var page = await IncidentPages.ReadAsync(_engine, _archive, after, limit, CancellationToken.None);
        await Commit();
        return page;
    }

    public async Task<IReadOnlyList<LevelChange>> GetHistoryAsync()
    {
        var history = _engine.View.LevelHistory.Reverse().ToList();
        await Commit();
        return history;
    }

    public Task<IReadOnlyList<IncidentReport>?> GetReportsAsync(string incidentId, ReportPlace? after, int limit) =>
        KeepingOpenedAsync(_reports.ReadAsync(incidentId, after, limit, CancellationToken.None));

    public async Task<IncidentDetail?> GetIncidentAsync(string incidentId, ReportPlace? after, int limit)
    {
        if (await KeepingOpenedAsync(_reports.TraceAsync(incidentId, after, limit + 1, CancellationToken.None)) is not { } found)
        {
            return null;
        }

        var reports = await _sent.ReadAsync([.. found.Reports.Take(limit)], CancellationToken.None);
        var next = found.Reports.Count > reports.Count ? found.Reports[reports.Count - 1].Place : null;
        return new IncidentDetail(found.Incident.Incident, reports, found.Incident.ReportCount, next);
    }

    public async Task<SentReport?> GetReportAsync(string source, string reportId) =>
        await KeepingOpenedAsync(_reports.TraceAsync(source, reportId, CancellationToken.None)) is { } trace
            ? (await _sent.ReadAsync([trace], CancellationToken.None))[0]
            : null;

    public async Task<IReadOnlyList<string>> RegionsOfAsync(string incidentId)
    {
        var codes = _engine.View.RegionsOf(incidentId);
        await Commit();
        return codes;
    }

    /// <summary>What was read, once it is durable; a block of the archive that was opened for it is kept for a while.</summary>
    private async Task<T?> KeepingOpenedAsync<T>(Task<T?> read)
    {
        var answer = await read;
        if (_reports.HasOpened)
        {
            var options = new GrainTimerCreationOptions(s_keepOpened, s_keepOpened) { Interleave = true };
            _forgetTimer ??= this.RegisterGrainTimer(ForgetAsync, options);
        }

        await Commit();
        return answer;
    }

    private Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (!_reports.ForgetUnused())
        {
            _forgetTimer?.Dispose();
            _forgetTimer = null;
        }

        return Task.CompletedTask;
    }
}
