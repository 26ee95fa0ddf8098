using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>What an incident shows, see <see cref="Alerting.Incidents.Incident"/>, and which reports it has.</summary>
internal struct IncidentRow
{
    /// <summary>Null: the id is the one derived from its only report, see <see cref="IncidentTable.DerivedId"/>.</summary>
    public string? Id;

    /// <summary>Code of the region in which it was reported. Null in an unused row.</summary>
    public string Region;

    /// <summary>Name of the town, as the best-ranked report of precision town writes it; null without one.</summary>
    public string? Town;

    /// <summary>The distinct town that it counts for; null without a report of precision town.</summary>
    public DistinctTown? DistinctTown;

    /// <summary>Null while it has nothing to show: before its first report and after its last.</summary>
    public ReportKind? Kind;

    public IReadOnlyList<string> Sources;

    /// <summary>
    /// Of an incident of a region below: the sources that name it. Null where none does, and for the region's own incidents,
    /// whose reports say so.
    /// </summary>
    public IReadOnlyList<string>? NamedBy;

    public Rarities? Rare;

    /// <summary>The reports of an incident that has many; null where they are a chain that begins with <see cref="FirstReport"/>.</summary>
    public ManyReports? Many;

    public long OccurredAt;

    /// <summary>Sequence of the log entry that changed it last. By this version it is decided what the region above lacks.</summary>
    public long Version;

    public long TownReportedAt;

    public double TownFactor;

    public double GradeFactor;

    public double Weight;

    /// <summary>See <see cref="IncidentNode.ShownHash"/>; 0 while it is not computed.</summary>
    public ulong ShownHash;

    public int Killed;

    public int Wounded;

    /// <summary>The best-ranked report; -1 for an incident of a region below, and for one without reports.</summary>
    public int FirstReport;

    /// <summary>Whether the current step has noted already what it showed before.</summary>
    public bool InStep;

    /// <summary>Members that few incidents have, kept apart so that rows stay small.</summary>
    internal sealed record Rarities
    {
        /// <summary>Of the best-ranked report that states one, as are <see cref="Summary"/> and <see cref="Url"/>.</summary>
        public Location? Location { get; init; }

        /// <summary>Whether it is far outside of the region.</summary>
        public bool LocationDoubt { get; init; }

        public string? Summary { get; init; }

        public string? Url { get; init; }

        /// <summary>As the best-ranked reports write them.</summary>
        public IReadOnlyList<string> Actors { get; init; } = [];

        /// <summary>Folded, sorted.</summary>
        public string[] ActorKeys { get; init; } = [];

        /// <summary>Number of distinct sources beyond those that are listed.</summary>
        public int UnlistedSources { get; init; }

        /// <summary>Of an incident of a region below: those that an operator says it is not.</summary>
        public IReadOnlyList<string> Apart { get; init; } = [];

        /// <summary>These members; null where there are none.</summary>
        public static Rarities? Of(
            Location? location, string? summary, string? url, IReadOnlyList<string> actors, string[] actorKeys, int unlistedSources,
            IReadOnlyList<string>? apart = null, bool locationDoubt = false) =>
            location is null && summary is null && url is null && actors.Count == 0 && unlistedSources == 0
                && apart is null or { Count: 0 }
                ? null
                : new Rarities
                {
                    Location = location,
                    LocationDoubt = locationDoubt,
                    Summary = summary,
                    Url = url,
                    Actors = actors,
                    ActorKeys = actorKeys,
                    UnlistedSources = unlistedSources,
                    Apart = apart ?? [],
                };
    }
}
