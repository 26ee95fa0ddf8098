using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Grains.Retention;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Regions;

/// <summary>
/// Says when a region has to forget what is older than the retention, and has it forgotten. It goes by the clock of the
/// process and not by that of the region, which may be ahead.
/// </summary>
/// <param name="age">Finds the first entry of the region's log that is not older than the retention; used here alone.</param>
/// <param name="apply">Restores what an input needs from the archive and applies it, if it still has to be: while blocks
/// are read, a threshold may come to need more, or an incident change.</param>
internal sealed class RegionForgetting(
    RegionEngine engine, LogAge age, Func<ForgetInput, Func<bool>, Task> apply, TimeProvider clock, string log, ILogger logger)
{
    /// <summary>After this time it is tried again where the region above lacked something, a threshold needed it, or it failed.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromHours(1);

    private long _notBefore;

    private long Now => clock.GetUtcNow().UtcTicks;

    /// <summary>The earliest instant (UTC ticks) at which there may be something to forget; null for never.</summary>
    public long? NextAt => engine.Forgetting.NextAt is { } at ? Math.Max(at, _notBefore) : null;

    /// <summary>The earlier of <see cref="NextAt"/> and another instant, UTC ticks; null where there is neither.</summary>
    public long? NextAtOr(long? other) => (other, NextAt) is ({ } deadline, { } forget) ? Math.Min(deadline, forget) : other ?? NextAt;

    /// <summary>
    /// Begins to forget what is due, and returns at once: finding out what is old may mean to read much of the log.
    /// </summary>
    public void Start(CancellationToken stopping)
    {
        if (NextAt <= Now)
        {
            _notBefore = Now + s_again.Ticks;
            _ = RunAsync(stopping);
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var sequence = await age.FirstToKeepAsync(long.MaxValue, stopping);
            if (engine.Forgetting.Due(Now, sequence) is { } due)
            {
                await apply(due, () => IsStillDue(due));
            }
        }
        catch (Exception exception)
        {
            if (!stopping.IsCancellationRequested)
            {
                GrainLog.NotForgotten(logger, exception, log);
            }
        }
    }

    private bool IsStillDue(ForgetInput due)
    {
        var isDue = engine.Forgetting.Due(Now, due.Sequence)?.Before >= due.Before;

        // There may be more, for not everything is forgotten at once.
        _notBefore = isDue ? 0 : _notBefore;
        return isDue;
    }
}
