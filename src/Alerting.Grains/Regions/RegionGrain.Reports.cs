using Alerting.Incidents;

namespace Alerting.Grains.Regions;

// All reports of one incident, for those who want more of them than are listed with it.
internal sealed partial class RegionGrain
{
    /// <summary>How long what a reader has opened is kept at least, and at most twice that, if nobody asks for more of it.</summary>
    private static readonly TimeSpan s_keepOpened = TimeSpan.FromSeconds(15);

    private IGrainTimer? _forgetTimer;

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
