using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>What an incident shows, as <see cref="Alerting.Incidents.Incident"/> has it, and which reports say so.</summary>
internal struct IncidentRow
{
    /// <summary>Null: it has the id that its sole report gives it, see <see cref="IncidentTable.DerivedId"/>.</summary>
    public string? Id;

    /// <summary>Code of the region in which it was reported. Null in a free row.</summary>
    public string Region;

    /// <summary>As the best-ranked report of precision town writes it; null without one.</summary>
    public string? Town;

    /// <summary>The town it counts for; null without a report of precision town.</summary>
    public DistinctTown? Place;

    /// <summary>Null while it has nothing to show: before the first and after the last report.</summary>
    public ReportKind? Kind;

    public IReadOnlyList<string> Sources;

    public Rarities? Rare;

    /// <summary>The reports of an incident that has many; null where those of <see cref="FirstReport"/> hang together.</summary>
    public ManyReports? Many;

    public long OccurredAt;

    /// <summary>Log sequence of its last change; what the region above knows is told by it.</summary>
    public long Version;

    public long TownReportedAt;

    public double TownFactor;

    public double GradeFactor;

    public double Weight;

    /// <summary>0: not computed.</summary>
    public ulong ShownHash;

    public int Killed;

    public int Wounded;

    /// <summary>The best-ranked report; -1 for an incident of a region below, and for one without reports.</summary>
    public int FirstReport;

    /// <summary>Whether the step at hand has noted what it showed before.</summary>
    public bool InStep;

    /// <summary>What few incidents have.</summary>
    /// <param name="Actors">As the best-ranked reports write them.</param>
    /// <param name="ActorKeys">Folded, sorted.</param>
    /// <param name="UnlistedSources">Number of distinct sources beyond those that are listed.</param>
    internal sealed record Rarities(Location? Location, IReadOnlyList<string> Actors, string[] ActorKeys, int UnlistedSources);
}
