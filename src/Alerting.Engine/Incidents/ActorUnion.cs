using Alerting.Incidents;

namespace Alerting.Engine.Incidents;

/// <summary>The distinct actors that the reports of an incident name. Reports must be added best first.</summary>
internal sealed class ActorUnion
{
    private readonly List<string> _names = [];
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>Each actor as the best-ranked report that names it writes it.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The same in folded form, sorted.</summary>
    public string[] Keys => [.. _keys];

    public void Add(ReportRow.Rarities report)
    {
        for (var i = 0; i < report.Actors.Count && _names.Count < Incident.MaxActors; i++)
        {
            if (_keys.Add(report.ActorKeys[i]))
            {
                _names.Add(report.Actors[i]);
            }
        }
    }
}
