using Alerting.Engine.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>
/// Which incidents a threshold counts in a region: those of its scope that match, and, where it has steps, meet one of them.
/// </summary>
internal sealed class IncidentFilter
{
    private readonly string? _region;
    private readonly MatchFilter _match;
    private readonly MatchFilter[] _steps;

    public IncidentFilter(Threshold threshold, string region, TownRegistry towns)
    {
        _region = threshold.Scope.Depth == Depth.Leaf ? region : null;
        _match = new MatchFilter(threshold.Match, towns);
        _steps = threshold.Steps is { } steps ? [.. steps.Select(step => new MatchFilter(step, towns))] : [];
    }

    /// <summary>Whether it asks for some towns.</summary>
    public static bool AsksForTowns(Threshold threshold) =>
        threshold.Match.Towns.Count > 0 || threshold.Steps?.Any(static step => step.Towns.Count > 0) == true;

    /// <param name="node">An incident that is shown.</param>
    public bool Matches(IncidentNode node) =>
        (_region is null || node.Data.Region == _region)
        && _match.Matches(node)
        && (_steps.Length == 0 || StepsMet(node) != 0);

    /// <summary>The steps that an incident meets by itself, a bit each, the first the lowest.</summary>
    /// <param name="node">An incident that is shown.</param>
    public int StepsMet(IncidentNode node)
    {
        var met = 0;
        for (var step = 0; step < _steps.Length; step++)
        {
            met |= _steps[step].Matches(node) ? 1 << step : 0;
        }

        return met;
    }
}
