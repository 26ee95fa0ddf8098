using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// The newest revision of a report, as far as the engine needs it. There is one for every report a region knows, so
/// what few reports state lies apart.
/// </summary>
internal struct ReportRow
{
    /// <summary>Null in a free row.</summary>
    public string ReportId;

    public ReportSource From;

    public string? Town;

    /// <summary>Set only with precision town.</summary>
    public DistinctTown? Place;

    /// <summary>Null while retracted.</summary>
    public ReportKind? Kind;

    public Rarities? Rare;

    /// <summary>Of the content as stated, to tell a duplicate from a conflict.</summary>
    public UInt128 ContentHash;

    /// <summary>UTC ticks; what was stated, or the instant of receipt where that was later.</summary>
    public long OccurredAt;

    public int Revision;

    /// <summary>-1 when not stated.</summary>
    public int Killed;

    /// <summary>-1 when not stated.</summary>
    public int Wounded;

    /// <summary>Row of its incident; -1 while retracted.</summary>
    public int Incident;

    /// <summary>The report ranked behind it in its incident; -1 for the last.</summary>
    public int Next;

    public Grade Grade;

    public JoinReason Reason;

    public bool Retracted;

    public readonly IReadOnlyList<string> Actors => Rare?.Actors ?? [];

    public readonly Location? Location => Rare?.Location;

    /// <summary>Difference in event time to the incident it joined, ticks; 0 unless <see cref="JoinReason.SameTownAndTime"/>.</summary>
    public readonly long Difference => Rare?.Difference ?? 0;

    /// <summary>What few reports state.</summary>
    /// <param name="ActorKeys">Folded, one for each of the actors.</param>
    internal sealed record Rarities(Location? Location, IReadOnlyList<string> Actors, string[] ActorKeys, long Difference);
}

/// <summary>Why a report is in its incident.</summary>
public enum JoinReason : byte
{
    /// <summary>No incident fitted: the report opened this one.</summary>
    Opened = 0,

    /// <summary>The report names the incident.</summary>
    Named = 1,

    /// <summary>Same town, same family, close in time, another source.</summary>
    SameTownAndTime = 2,
}
