using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// The newest revision of a report, as far as the engine needs it. A region holds one for every report it knows, so
/// members that few reports state are kept apart.
/// </summary>
internal struct ReportRow
{
    /// <summary>Null in an unused row.</summary>
    public string ReportId;

    public ReportSource From;

    public string? Town;

    /// <summary>The distinct town; null unless the report is of precision town.</summary>
    public DistinctTown? DistinctTown;

    /// <summary>Null while retracted.</summary>
    public ReportKind? Kind;

    public Rarities? Rare;

    /// <summary>Hash of the content as stated, which tells a duplicate from a conflict.</summary>
    public UInt128 ContentHash;

    /// <summary>Sequence of the log entry that holds this revision as it was sent; 0 where it is not known.</summary>
    public long Sequence;

    /// <summary>
    /// UTC ticks: the stated event time, or the instant of receipt where that is earlier; while retracted, the instant of
    /// the retraction.
    /// </summary>
    public long OccurredAt;

    public int Revision;

    /// <summary>-1 when not stated.</summary>
    public int Killed;

    /// <summary>-1 when not stated.</summary>
    public int Wounded;

    /// <summary>Row of its incident; -1 while retracted.</summary>
    public int Incident;

    /// <summary>The report ranked next in its incident; -1 for the last.</summary>
    public int Next;

    public Grade Grade;

    public JoinReason Reason;

    public bool Retracted;

    public readonly IReadOnlyList<string> Actors => Rare?.Actors ?? [];

    public readonly Location? Location => Rare?.Location;

    public readonly bool LocationDoubt => Rare is { LocationDoubt: true };

    public readonly string? Summary => Rare?.Summary;

    public readonly string? Url => Rare?.Url;

    /// <summary>
    /// Sequences of the log entries that hold earlier revisions, oldest first; at most <see cref="SentReport.MaxEarlier"/>.
    /// </summary>
    public readonly IReadOnlyList<long> Earlier => Rare?.Earlier ?? [];

    /// <summary>Difference in event time to the incident it joined, ticks; 0 unless <see cref="JoinReason.SameTownAndTime"/>.</summary>
    public readonly long Difference => Rare?.Difference ?? 0;

    /// <summary>Members that few reports state.</summary>
    internal sealed record Rarities
    {
        public Location? Location { get; init; }

        /// <summary>See <see cref="Report.LocationDoubt"/>.</summary>
        public bool LocationDoubt { get; init; }

        /// <summary>As written.</summary>
        public IReadOnlyList<string> Actors { get; init; } = [];

        /// <summary>Folded, in the order of <see cref="Actors"/>.</summary>
        public string[] ActorKeys { get; init; } = [];

        /// <summary>See <see cref="ReportRow.Difference"/>.</summary>
        public long Difference { get; init; }

        /// <summary>Cut to <see cref="Alerting.Incidents.Incident.MaxSummary"/>.</summary>
        public string? Summary { get; init; }

        public string? Url { get; init; }

        /// <summary>Null unless <see cref="JoinReason.ByHand"/>.</summary>
        public HandMark? Mark { get; init; }

        /// <summary>See <see cref="ReportRow.Earlier"/>.</summary>
        public IReadOnlyList<long> Earlier { get; init; } = [];
    }
}

/// <summary>Why a report is in its incident.</summary>
public enum JoinReason : byte
{
    /// <summary>No incident fitted: the report opened this one.</summary>
    Opened = 0,

    /// <summary>The report names the incident.</summary>
    Named = 1,

    /// <summary>Same town and family, close in time, another source.</summary>
    SameTownAndTime = 2,

    /// <summary>An operator joined the incident that it was in to this one, or took it out of another.</summary>
    ByHand = 3,
}
