using Alerting.Alerts;
using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>Collects the results of steps of the engine, in order, until its owner clears it.</summary>
public sealed class RegionOutput
{
    private readonly List<Alert> _revisions = [];
    private readonly List<IncidentChange> _changes = [];
    private readonly List<LevelChange> _levels = [];

    /// <summary>New alert revisions, in order; <c>seq</c> is not assigned yet.</summary>
    public IReadOnlyList<Alert> Revisions => _revisions;

    /// <summary>
    /// Incidents that appeared, changed or disappeared, own and of regions below. An incident may occur several
    /// times; the last entry counts.
    /// </summary>
    public IReadOnlyList<IncidentChange> IncidentChanges => _changes;

    /// <summary>Changes of the shown level.</summary>
    public IReadOnlyList<LevelChange> Levels => _levels;

    /// <summary>
    /// Whether the report applied last opened an incident with a number behind its id: then the log must record the
    /// rule for it.
    /// </summary>
    public bool GaveSuffix { get; internal set; }

    /// <summary>
    /// Whether <see cref="IncidentChanges"/> are collected; each costs about as much as applying the report. Default true.
    /// </summary>
    public bool WantsIncidents { get; init; } = true;

    /// <summary>Whether nothing has been collected since the last <see cref="Clear"/>.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>How many results have been collected since the last <see cref="Clear"/>.</summary>
    public int Count => _revisions.Count + _changes.Count + _levels.Count;

    /// <summary>Removes all results.</summary>
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
