using Alerting.Engine.Thresholds;

namespace Alerting.Engine.Regions;

/// <content>
/// A region whose clock ran ahead is set right. Its facts stay, those dated later than the instant set count as of that
/// instant, and everything that is judged by the clock is judged anew.
/// </content>
public sealed partial class RegionEngine
{
    private void SetClock(SetClockInput input)
    {
        var to = input.To;
        if (to >= _now)
        {
            return;
        }

        foreach (var state in _thresholds.Values)
        {
            state.Watch?.EndIfRaisedAfter(to, _now);
            state.KeepTold();
            state.SetBack(to);
        }

        _now = to;
        _level.SetBack(to);
        _shown.SetBack(to);
        for (var i = 0; i < _history.Count; i++)
        {
            _history[i] = _history[i] with { At = Math.Min(_history[i].At, to) };
        }

        _steps.Clear();
        _incidents.SetBack(to, _steps);
        _context.SetCause($"the clock was set back by {input.Author}: {input.Reason}");
        TakeSteps(_context.Cause);
        _level.Recount(_activity.Nodes(), _region.Code);
        _level.Judge(_now);
        foreach (var step in _steps)
        {
            _incidents.Release(step.Node);
        }

        foreach (var state in _thresholds.Values)
        {
            state.Watch = state.Watch is null ? null : Watch(state);
        }

        Rewatch();
        foreach (var watch in _watches)
        {
            watch.Rejudge(_now);
        }

        DeriveShown();
    }
}
