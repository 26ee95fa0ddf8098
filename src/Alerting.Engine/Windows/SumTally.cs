using Alerting.Engine.Incidents;
using Alerting.Incidents;

namespace Alerting.Engine.Windows;

/// <summary>Measures that are sums over incidents: incidents, killed, wounded, casualties, weight.</summary>
internal sealed class SumTally(Timeline timeline, long window, Func<Incident, long> value, double scale) : Tally(timeline, window)
{
    public override double Scale => scale;

    public override long ValueOf(Incident incident) => value(incident);

    public override long MeasureAt(long at)
    {
        var untoldOnly = at <= Horizon;
        if (Predecessor(at) is not { } before)
        {
            return Sum(at - Window, at, untoldOnly);
        }

        var end = Timeline.At(before);
        return end <= at - Window ? 0 : Timeline.Measure(before) - Sum(end - Window, at - Window, untoldOnly);
    }

    public override void Add(Incident incident, Place? place, long value, bool told) => Change(incident, value, told);

    public override void Remove(Incident incident, Place? place, long value, bool told) => Change(incident, -value, told);

    public override void TellAll() => Timeline.TellAll();

    public override Sweep NewSweep() => new SumSweep();

    private void Change(Incident incident, long delta, bool told)
    {
        if (delta != 0)
        {
            var at = incident.OccurredAt;
            Timeline.AddToMeasures(told ? Math.Max(at, Horizon + 1) : at, at + Window, delta);
        }
    }

    private long Sum(long after, long through, bool untoldOnly)
    {
        long sum = 0;
        for (var at = Timeline.UpperBound(after); !Timeline.IsEnd(at) && Timeline.At(at) <= through; at = Timeline.Next(at))
        {
            sum += untoldOnly && Timeline.Told(at) ? 0 : Timeline.Value(at);
        }

        return sum;
    }

    private sealed class SumSweep : Sweep
    {
        private long _sum;

        public override long Measure => _sum;

        public override void Enter(IncidentNode node, long value) => _sum += value;

        public override void Leave(IncidentNode node, long value) => _sum -= value;
    }
}
