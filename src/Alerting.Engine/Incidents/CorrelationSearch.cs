namespace Alerting.Engine.Incidents;

/// <summary>Finds the incident nearest to an instant, within a window (ticks); of equally near ones that of smallest id.</summary>
internal struct CorrelationSearch(IncidentTable table, long at, long window)
{
    public readonly long At => at;

    public int Best { get; private set; } = -1;

    public long Difference { get; private set; } = long.MaxValue;

    public void Consider(int candidate)
    {
        var distance = Math.Abs(table.Incidents[candidate].OccurredAt - at);
        if (distance <= window && (Best < 0 || distance < Difference
            || (distance == Difference && table.CompareIds(candidate, Best) < 0)))
        {
            Best = candidate;
            Difference = distance;
        }
    }
}
