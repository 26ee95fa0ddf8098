using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Regions;

namespace Alerting.Grains.Regions;

/// <content>
/// A region that has run to an instant in the future, by a wrong clock, judges by that instant until it has passed:
/// what happens meanwhile counts as late. It is never set back automatically, since no process can know whether the
/// other clock was ahead or its own is behind.
/// </content>
internal sealed partial class RegionGrain
{
    private TimeSpan Ahead => TimeSpan.FromTicks(Math.Max(0, _engine.Now - WallNow));

    public async Task<ClockCorrection?> SetClockAsync(string author, string reason, Act? act)
    {
        EnsureWritable();
        if (Ahead <= _clocks.MaxAhead)
        {
            return null;
        }

        var input = new SetClockInput(WallNow, author, reason);
        var correction = await ActAsync([input], now => Acts.SetClock(now, input, act), act);
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
