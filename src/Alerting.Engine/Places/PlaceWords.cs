using Alerting.Places;

namespace Alerting.Engine.Places;

/// <summary>Tells in words what operators have said of towns: as the reason of an alert that it ends.</summary>
internal static class PlaceWords
{
    public static string Describe(IReadOnlyList<PlaceVersion> news)
    {
        var last = news[^1];
        var what = last switch
        {
            { Definition: { } place } => $"{place.Name} was made a place",
            { Decision: { Verdict: NameVerdict.Same } decision } => $"{decision.First} and {decision.Second} were said to be one town",
            { Decision: { } decision } => $"{decision.First} and {decision.Second} were said to be two towns",
            _ => $"what was said of '{last.Id}' was taken back",
        };
        return $"{what} by {last.Author}{(last.Reason is null ? "" : ": " + last.Reason)}";
    }
}
