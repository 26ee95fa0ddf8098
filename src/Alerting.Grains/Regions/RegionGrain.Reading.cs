using Alerting.Incidents;
using Alerting.Regions;

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

    public async Task<IReadOnlyList<IncidentReport>?> GetReportsAsync(string incidentId, ReportPlace? after, int limit)
    {
        var reports = await _reports.ReadAsync(incidentId, after, limit, CancellationToken.None);
        if (_reports.HasOpened)
        {
            var options = new GrainTimerCreationOptions(s_keepOpened, s_keepOpened) { Interleave = true };
            _forgetTimer ??= this.RegisterGrainTimer(ForgetAsync, options);
        }

        await Commit();
        return reports;
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
