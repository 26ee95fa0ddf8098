using Alerting.Engine.Regions;
using Alerting.Reports;

namespace Alerting.Grains.Regions;

// The only path by which inputs reach the engine.
internal sealed partial class RegionGrain
{
    /// <summary>Like <see cref="ApplyAsync"/>, but completes when everything applied so far is durable.</summary>
    private async Task<T> JudgeAsync<T>(RegionInput[] inputs, Func<long, T> judge, long notBefore = 0)
    {
        EnsureWritable();
        var result = await ApplyAsync(inputs, judge, notBefore);
        await Commit();
        return result;
    }

    /// <summary>
    /// Restores what the inputs need from the archive, adopts changed thresholds, and applies the inputs. Adopting
    /// and applying happen in the turn in which nothing is missing, since other turns may archive incidents while a
    /// block is read.
    /// </summary>
    /// <param name="inputs">The inputs that may concern archived incidents.</param>
    /// <param name="judge">Applies the inputs at the given instant, to which the clock has run.</param>
    /// <param name="notBefore">The clock runs to this instant at least, UTC ticks.</param>
    private async ValueTask<T> ApplyAsync<T>(RegionInput[] inputs, Func<long, T> judge, long notBefore = 0)
    {
        var outage = await _outages.LastAsync(CancellationToken.None);
        var adopt = AdoptedFor(inputs);
        while (_engine.Archive.BlocksFor(adopt.Length == 0 ? inputs : [.. adopt, .. inputs]) is { Count: > 0 } blocks)
        {
            await _archive.RestoreAsync(blocks, CancellationToken.None);
            adopt = AdoptedFor(inputs);
        }

        if (outage is not null && _engine.View.IsConcernedBy(outage))
        {
            // Sources that could not report are not quiet, so this comes before what is due later than its beginning.
            Apply(Math.Max(_engine.Now, outage.From), outage);
        }

        var now = Math.Max(Now, notBefore);
        _entry.Advance(now);
        foreach (var definitions in adopt)
        {
            Apply(now, definitions);
        }

        var result = judge(now);
        _entry.Collect(now);
        SetDeadline(NextDeadline);
        return result;
    }

    private ReportOutcome? Apply(long now, RegionInput input) => _entry.Apply(OpenSequence, now, input);

    private async ValueTask RunDeadlinesAsync()
    {
        if (!CanWrite)
        {
            // Nobody waits for a deadline, so it can wait until the store can be written. A failed write would end
            // the activation, which can still be read.
            SetDeadline(WallNow + s_postponement.Ticks);
        }
        else if (_engine.NextDeadline <= WallNow || AdoptedFor([]).Length > 0)
        {
            await ApplyAsync([], static _ => true);
        }
        else
        {
            SetDeadline(NextDeadline);
        }
    }

    private void ForgetIfDue()
    {
        if (CanWrite)
        {
            _forgetting.Start(Stopping);
        }
    }

    private async Task ForgetAsync(ForgetInput input, Func<bool> isStillDue)
    {
        EnsureWritable();
        await ApplyAsync([input], now => isStillDue() ? Apply(now, input) : null);
        await Commit();
    }

    /// <summary>
    /// The thresholds and places that the silo knows and this region does not; empty when there are none, or when the
    /// region is blank and stays so.
    /// </summary>
    private RegionInput[] AdoptedFor(RegionInput[] inputs)
    {
        var staysBlank = IsBlank && Array.TrueForAll(inputs, input => input is ReportInput report && _engine.Refuses(report.Report, Now));
        return staysBlank ? [] : _adoption.Pending();
    }
}
