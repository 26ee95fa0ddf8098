using Microsoft.Extensions.Logging;

namespace Alerting.Grains.Regions;

internal static partial class RegionGrainLog
{
    [LoggerMessage(
        EventId = 135,
        Level = LogLevel.Warning,
        Message = "Region {Region} is {Ahead} ahead of the clock: it has seen a time that has not come yet and takes what happens until "
            + "then for late. An operator can set it back: POST /api/v1/regions/{Region}/clock.")]
    public static partial void ClockAhead(ILogger logger, string region, TimeSpan ahead);

    [LoggerMessage(EventId = 136, Level = LogLevel.Warning,
        Message = "The clock of region {Region} was set back by {By}, by {Author}: {Reason}")]
    public static partial void ClockSetBack(ILogger logger, string region, TimeSpan by, string author, string reason);
}
