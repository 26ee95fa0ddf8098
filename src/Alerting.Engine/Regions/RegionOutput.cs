using Alerting.Alerts;
using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>What steps of the engine brought about, in order, until its owner clears it.</summary>
public sealed class RegionOutput
{
    private readonly List<Alert> _revisions = [];
    private readonly List<IncidentChange> _changes = [];
    private readonly List<LevelChange> _levels = [];

    /// <summary>Alert revisions in the order in which they came about; <c>seq</c> is not assigned yet.</summary>
    public IReadOnlyList<Alert> Revisions => _revisions;

    /// <summary>Incidents that arrived, changed or went, own and from below; several of one incident possible, the last counts.</summary>
    public IReadOnlyList<IncidentChange> IncidentChanges => _changes;

    /// <summary>Changes of the shown level.</summary>
    public IReadOnlyList<LevelChange> Levels => _levels;

    /// <summary>
    /// Whether the report applied last opened an incident whose id has a suffix: then the log has to say by which rule.
    /// </summary>
    public bool GaveSuffix { get; internal set; }

    /// <summary>Whether <see cref="IncidentChanges"/> are wanted: each costs about as much as the report. True unless said otherwise.</summary>
    public bool WantsIncidents { get; init; } = true;

    public bool IsEmpty => _revisions.Count == 0 && _changes.Count == 0 && _levels.Count == 0;

    public void Clear()
    {
        _revisions.Clear();
        _changes.Clear();
        _levels.Clear();
    }

    internal void Add(Alert revision) => _revisions.Add(revision);

    internal void Add(IncidentChange change) => _changes.Add(change);

    internal void Add(LevelChange change) => _levels.Add(change);
}
