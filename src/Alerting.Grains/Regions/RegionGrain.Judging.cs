using Alerting.Engine.Regions;
using Alerting.Reports;

namespace Alerting.Grains.Regions;

// The one way in which inputs reach the engine.
internal sealed partial class RegionGrain
{
    /// <summary>As <see cref="ApplyAsync"/>; answers when all that was applied so far is durable.</summary>
    private async Task<T> JudgeAsync<T>(RegionInput[] inputs, Func<long, T> judge, long notBefore = 0)
    {
        EnsureWritable();
        var result = await ApplyAsync(inputs, judge, notBefore);
        await Commit();
        return result;
    }

    /// <summary>
    /// Restores what the inputs need of the archive, adopts thresholds that have changed, and then judges. The last two
    /// happen in the turn in which nothing is missing: while a block is read, another turn may archive others.
    /// </summary>
    /// <param name="inputs">What will be applied and may concern incidents of the archive.</param>
    /// <param name="judge">Applies, at the instant given, to which the clock has run.</param>
    /// <param name="notBefore">The earliest instant for that, UTC ticks.</param>
    private async ValueTask<T> ApplyAsync<T>(RegionInput[] inputs, Func<long, T> judge, long notBefore = 0)
    {
        var adopt = ThresholdsFor(inputs);
        while (_engine.Archive.BlocksFor(adopt is null ? inputs : [adopt, .. inputs]) is { Count: > 0 } blocks)
        {
            await _archive.RestoreAsync(blocks, CancellationToken.None);
            adopt = ThresholdsFor(inputs);
        }

        var now = Math.Max(Now, notBefore);
        _entry.Advance(now);
        if (adopt is not null)
        {
            Apply(now, adopt);
        }

        var result = judge(now);
        _entry.Collect(now);
        SetDeadline(_engine.NextDeadline);
        return result;
    }

    private ReportOutcome? Apply(long now, RegionInput input) => _entry.Apply(OpenSequence, now, input);

    private async ValueTask RunDeadlinesAsync()
    {
        if (!CanWrite)
        {
            // What nobody has asked for can wait until it can be stored: to begin it would end the activation, which can be read.
            SetDeadline(WallNow + s_postponement.Ticks);
        }
        else if (_engine.NextDeadline <= WallNow || ThresholdsFor([]) is not null)
        {
            await ApplyAsync([], static _ => true);
        }
        else
        {
            SetDeadline(_engine.NextDeadline);
        }
    }

    /// <summary>
    /// The versions of thresholds that the silo knows and this region does not; null where there are none, or the region
    /// is blank and the inputs leave it so.
    /// </summary>
    private AdoptInput? ThresholdsFor(RegionInput[] inputs)
    {
        var staysBlank = IsBlank && Array.TrueForAll(inputs, input => input is ReportInput report && _engine.Refuses(report.Report, Now));
        return staysBlank ? null : _adoption.Pending();
    }

    private void Count(ReportOutcome[] outcomes)
    {
        var accepted = outcomes.Count(static o => o.Status == ReportStatus.Accepted);
        var rejected = outcomes.Count(static o => o.Status == ReportStatus.Rejected);
        Metrics.Reported(ReportStatus.Accepted, accepted);
        Metrics.Reported(ReportStatus.Rejected, rejected);
        Metrics.Reported(ReportStatus.Duplicate, outcomes.Length - accepted - rejected);
    }
}
