using System.Runtime.InteropServices;
using Alerting.Engine.Incidents;
using Alerting.Incidents;

namespace Alerting.Engine.Regions;

/// <summary>Records what a step changed, and passes it to the region above.</summary>
internal sealed class StepRecorder(RegionModel model)
{
    /// <summary>Records the changed incidents everywhere except in the thresholds.</summary>
    /// <returns>The earliest event time that any of them has or had, UTC ticks.</returns>
    public long Record(List<IncidentStep> steps)
    {
        var earliest = long.MaxValue;
        foreach (ref readonly var step in CollectionsMarshal.AsSpan(steps))
        {
            var node = step.Node;
            node.InStep = false;
            node.Version = model.Sequence;
            model.Parts.Changed(node.Row);
            model.Level.Change(step.Before, node, node.Region == model.Region.Code);
            model.Activity.Change(step);
            earliest = Math.Min(earliest, step.Before?.OccurredAt ?? long.MaxValue);
            if (step.IsShown)
            {
                earliest = Math.Min(earliest, node.OccurredAt);
                model.Context.Beginning.Note(node.OccurredAt, model.Now);
            }
            else if (model.Region.Parent is not null)
            {
                model.RollUps.AddRemoved(node.Region, node.Id, model.Sequence);
            }
        }

        return earliest;
    }

    /// <summary>
    /// Passes the changed incidents to the region above, with the story of the alerts that they raised: once all thresholds
    /// have been judged. A root has nobody to pass them to.
    /// </summary>
    public void PassUp(List<IncidentStep> steps, string? cause)
    {
        if (model.Region.Parent is null)
        {
            return;
        }

        var isWanted = model.Context.Output.WantsIncidents;
        var anyStory = model.Context.Story.IsAny;
        if (!isWanted && !anyStory)
        {
            return;
        }

        foreach (ref readonly var step in CollectionsMarshal.AsSpan(steps))
        {
            var node = step.Node;
            var id = node.Id;
            var story = anyStory ? model.Context.Story.Of(node.Region, id) : null;
            if (story is not null)
            {
                model.RollUps.AddStory(node.Region, id, model.Sequence, story);
            }

            if (isWanted)
            {
                model.Context.Output.Add(new IncidentChange(node.Region, id, node.View, cause, story));
            }
        }
    }
}
