using Alerting.Engine.Incidents;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>A compiled match: an incident must have one of the kinds or families, and meet every other condition.</summary>
internal sealed class MatchFilter
{
    private readonly HashSet<string>? _kinds;
    private readonly int _families;
    private readonly double _minGradeFactor;
    private readonly HashSet<string>? _towns;
    private readonly HashSet<string>? _actors;

    public MatchFilter(Match match, TownRegistry towns)
    {
        _kinds = match.Kinds.Count == 0 ? null : match.Kinds.ToHashSet(StringComparer.Ordinal);
        foreach (var family in match.Families)
        {
            _families |= 1 << (int)family;
        }

        _minGradeFactor = match.MinGradeFactor;
        _towns = match.Towns.Count == 0 ? null : match.Towns.Select(towns.Fold).ToHashSet(StringComparer.Ordinal);
        _actors = match.Actors.Count == 0 ? null : match.Actors.Select(towns.Fold).ToHashSet(StringComparer.Ordinal);
    }

    /// <param name="node">An incident that is shown.</param>
    public bool Matches(IncidentNode node)
    {
        ref readonly var incident = ref node.Data;
        return Matches(incident.Kind!)
            && (_minGradeFactor <= 0 || incident.GradeFactor >= _minGradeFactor)
            && (_towns is null || (incident.DistinctTown is { } town && town.IsAmong(_towns)))
            && (_actors is null || Array.Exists(node.ActorKeys, _actors.Contains));
    }

    private bool Matches(ReportKind kind) =>
        (_kinds is null && _families == 0)
        || (_families & (1 << (int)kind.Family)) != 0
        || (_kinds is not null && _kinds.Contains(kind.Slug));
}
