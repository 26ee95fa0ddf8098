using Alerting.Engine.Incidents;
using Alerting.Engine.Places;

namespace Alerting.Engine.Regions;

/// <summary>Applies to the facts of a region what operators have settled of towns and incidents.</summary>
internal sealed class Settlement(RegionModel model)
{
    private readonly TownSettlement _towns = new(model.Facts);
    private readonly HandSettlement _byHand = new(model.Facts, model.Archived);

    /// <summary>Applies an input; each incident that changes is added once to <paramref name="steps"/>.</summary>
    /// <returns>What was settled, in words.</returns>
    public string Apply(RegionInput input, List<IncidentStep> steps)
    {
        // What is known of past days stays as it was told then.
        model.Thresholds.CloseDays(model.Now);
        if (input is not PlacesInput places)
        {
            return _byHand.Apply(input, model.Now, steps);
        }

        var news = places.Versions.Where(model.Places.IsNews).ToList();
        _towns.Apply(model.Places.Adopt(news), steps);
        return news.Count == 0 ? "" : PlaceWords.Describe(news);
    }
}
