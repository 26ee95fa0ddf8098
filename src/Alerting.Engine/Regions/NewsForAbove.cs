using Alerting.Engine.Incidents;
using Alerting.Incidents;

namespace Alerting.Engine.Regions;

/// <summary>Passes the incidents that an input has changed to the region above.</summary>
internal sealed class NewsForAbove(RegionModel model)
{
    /// <summary>
    /// Passes them on with the story of the alerts that they raised: once all thresholds have been judged. A root has nobody to pass
    /// them to.
    /// </summary>
    public void Pass(ReadOnlySpan<IncidentStep> steps, string? cause)
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

        foreach (ref readonly var step in steps)
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
