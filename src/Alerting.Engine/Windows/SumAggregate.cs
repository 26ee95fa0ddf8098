using Alerting.Engine.Incidents;

namespace Alerting.Engine.Windows;

/// <summary>A sum over incidents: number of incidents, killed, wounded, casualties or weight.</summary>
internal sealed class SumAggregate(Timeline timeline, long window, double scale) : Aggregate(timeline, window)
{
    public override double Scale => scale;

    public override long MeasureAt(long at)
    {
        var untoldOnly = at <= Horizon;
        if (Predecessor(at) is not { } before)
        {
            return Sum(Timeline.UpperBound(at - Window), at, untoldOnly);
        }

        var end = Timeline.At(before);
        return end <= at - Window ? 0 : Timeline.Measure(before) - Timeline.SumForward(end - Window, at - Window, untoldOnly);
    }

    public override void Add(long at, string region, DistinctTown? town, long value, bool told) => Change(at, value, told);

    public override void Remove(long at, string region, DistinctTown? town, long value, bool told) => Change(at, -value, told);

    public override void TellAll() => Timeline.TellAll();

    public override Sweep NewSweep() => new SumSweep();

    private void Change(long at, long delta, bool told)
    {
        if (delta != 0)
        {
            Timeline.AddToMeasures(told ? Math.Max(at, Horizon + 1) : at, at + Window, delta);
        }
    }

    private long Sum(Timeline.Position from, long through, bool untoldOnly)
    {
        long sum = 0;
        for (var at = from; !Timeline.IsEnd(at) && Timeline.At(at) <= through; at = Timeline.Next(at))
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
