namespace Alerting.Engine.Incidents;

/// <summary>Applies to the facts in memory what operators have said of towns. Archived ones are read by what is said then.</summary>
internal sealed class TownSettlement(FactIndex facts)
{
    private readonly IncidentChanges _changes = new(facts);

    private IncidentTable Table => facts.Table;

    /// <summary>
    /// Other things are said of towns of these regions. Each incident that counts for another town than before is added once to
    /// <paramref name="steps"/>; no report leaves its incident.
    /// </summary>
    public void Apply(IReadOnlySet<string> regions, List<IncidentStep> steps)
    {
        facts.Build();
        facts.Towns.Settle();
        if (regions.Contains(facts.Region))
        {
            SettleReports(steps);
            _changes.Close(steps);
        }

        for (var row = 0; row < Table.Incidents.End; row++)
        {
            ref var incident = ref Table.Incidents[row];
            if (incident is { Region: not null, FirstReport: < 0, DistinctTown: { } town } && regions.Contains(incident.Region)
                && facts.Towns.Get(incident.Region, incident.Town!) is var settled && !ReferenceEquals(settled, town))
            {
                var node = Table.Node(row);
                node.InStep = true;
                steps.Add(new IncidentStep(node, node.View, town));
                incident.DistinctTown = settled;
            }
        }
    }

    private void SettleReports(List<IncidentStep> steps)
    {
        for (var row = 0; row < Table.Reports.End; row++)
        {
            if (Table.Reports[row] is not { ReportId: not null, Incident: >= 0 and var incident, DistinctTown: { } town } report
                || facts.Towns.Get(facts.Region, report.Town!) is var settled && ReferenceEquals(settled, town))
            {
                continue;
            }

            _changes.Open(incident, steps);
            facts.MakeIdExplicit(incident);
            Table.Members.Remove(incident, row);
            Table.Reports[row].DistinctTown = settled;
            Table.Members.Add(incident, row);
        }
    }
}
