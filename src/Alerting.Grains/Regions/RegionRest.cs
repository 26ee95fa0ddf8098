using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Regions;

/// <summary>Stores what a region shows when it is at rest, whenever that has become something else.</summary>
internal sealed class RegionRest(RestingRegions resting, string log, ILogger logger)
{
    /// <summary>What was stored last, by the last entry and the next deadline; a sequence of 0 for nothing.</summary>
    private (long Sequence, long? Deadline) _stored;

    /// <summary>
    /// Stores it. Not to be called while the store cannot be written: so small a write may find room where it is full, and it would be
    /// told that all is well again.
    /// </summary>
    /// <param name="sequence">Of the region's last entry, which is durable.</param>
    /// <param name="deadline">UTC ticks of the next instant at which the region does something by itself; null for never.</param>
    /// <param name="state">Tells what it shows.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task StoreAsync(long sequence, long? deadline, Func<RegionState> state, CancellationToken cancellationToken)
    {
        if (sequence == 0 || _stored == (sequence, deadline))
        {
            return;
        }

        var shown = state();
        if (shown is { Outlook: null, Figures.Decays: true })
        {
            // It would hold for a minute.
            return;
        }

        try
        {
            await resting.SaveAsync(new RestingRegion(shown, deadline, JudgingRules.Current), cancellationToken);
            _stored = (sequence, deadline);
        }
        catch (Exception exception) when (exception is LogStoreUnavailableException or OperationCanceledException)
        {
            // Whoever wants to know what it shows asks.
            GrainLog.RestNotStored(logger, exception, log);
        }
    }
}
