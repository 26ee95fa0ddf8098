using Alerting.Engine.Regions;
using Alerting.Regions;

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

        var input = new SetClockInput(WallNow, author, reason);
        var correction = await JudgeAsync([input], now =>
        {
            var open = _engine.View.OpenAlerts;
            Apply(now, input);
            return new ClockCorrection(now, _engine.Now, [.. open.Where(alert => !_engine.View.IsOpen(alert))]);
        });
        RegionGrainLog.ClockSetBack(Logger, _code, TimeSpan.FromTicks(correction.From - correction.To), author, reason);
        return correction;
    }

    private void WarnIfAhead()
    {
        if (Ahead > _clocks.MaxAhead)
        {
            RegionGrainLog.ClockAhead(Logger, _code, Ahead);
        }
    }
}
