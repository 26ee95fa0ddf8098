using Alerting.Engine.Regions;
using Alerting.Regions;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Regions;

/// <content>
/// A region that has seen a time which has not come yet judges by it until it comes: what happens meanwhile is late.
/// Nothing sets it back by itself, for no process can tell a clock that was ahead from one that is slow.
/// </content>
internal sealed partial class RegionGrain
{
    private TimeSpan Ahead => TimeSpan.FromTicks(Math.Max(0, _engine.Now - WallNow));

    public async Task<ClockCorrection?> SetClockAsync(string author, string reason)
    {
        EnsureWritable();
        if (Ahead <= _clocks.MaxAhead)
        {
            return null;
        }

        await AdoptChangesAsync();
        var input = new SetClockInput(WallNow, author, reason);
        while (_engine.BlocksFor(input) is { Count: > 0 } blocks)
        {
            await _archive.BringBackAsync(blocks, CancellationToken.None);
        }

        var from = Advance();
        var open = _engine.FiguresAt(from).OpenAlerts;
        Apply(from, input);
        var correction = new ClockCorrection(from, _engine.Now, [.. open.Where(alert => !_engine.IsOpen(alert))]);
        await Commit();
        LogSetBack(Logger, _code, TimeSpan.FromTicks(correction.From - correction.To), author, reason);
        return correction;
    }

    private void WarnIfAhead()
    {
        if (Ahead > _clocks.MaxAhead)
        {
            LogAhead(Logger, _code, Ahead);
        }
    }

    [LoggerMessage(
        EventId = 135,
        Level = LogLevel.Warning,
        Message = "Region {Region} is {Ahead} ahead of the clock: it has seen a time that has not come yet and takes what happens until then for late. An operator can set it back: POST /api/v1/regions/{Region}/clock.")]
    private static partial void LogAhead(ILogger logger, string region, TimeSpan ahead);

    [LoggerMessage(EventId = 136, Level = LogLevel.Warning, Message = "The clock of region {Region} was set back by {By}, by {Author}: {Reason}")]
    private static partial void LogSetBack(ILogger logger, string region, TimeSpan by, string author, string reason);
}
