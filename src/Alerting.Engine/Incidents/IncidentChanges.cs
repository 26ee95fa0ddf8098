using System.Runtime.InteropServices;

namespace Alerting.Engine.Incidents;

/// <summary>Brackets the changes of one step: what an incident showed before, and its place in the correlation index.</summary>
internal sealed class IncidentChanges(FactIndex facts)
{
    private IncidentTable Table => facts.Table;

    /// <summary>Notes what an incident shows before it changes, and takes it out of the correlation index meanwhile.</summary>
    public void Open(int row, List<IncidentStep> steps)
    {
        var node = Table.Node(row);
        if (node.InStep)
        {
            return;
        }

        node.InStep = true;
        var view = node.View;
        if (view is not null)
        {
            facts.Correlation.Leave(Table, row);
        }

        steps.Add(new IncidentStep(node, view, node.DistinctTown));
    }

    /// <summary>Derives again what the region's own incidents of a step show, and indexes them.</summary>
    public void Close(List<IncidentStep> steps)
    {
        foreach (ref readonly var step in CollectionsMarshal.AsSpan(steps))
        {
            var row = step.Node.Row;
            Table.Refresh(row);
            facts.Correlation.Enter(Table, row);
            if (Table.Incidents[row].FirstReport < 0)
            {
                facts.RemoveOwn(row);
            }
        }
    }
}
