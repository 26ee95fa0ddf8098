using Alerting.Incidents;

namespace Alerting.Engine.Incidents;

/// <summary>The distinct actors that the reports of an incident name, when those are added best first.</summary>
internal sealed class ActorUnion
{
    private readonly List<string> _names = [];
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>As the best-ranked report that names each writes it.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Folded, sorted.</summary>
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
