using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>The newest revision of a report, as far as the engine needs it.</summary>
internal sealed class StoredReport
{
    public required string Source { get; init; }

    public required string ReportId { get; init; }

    public int Revision { get; set; }

    public bool Retracted { get; set; }

    /// <summary>Of the content as stated, to tell a duplicate from a conflict.</summary>
    public UInt128 ContentHash { get; set; }

    public string? Town { get; set; }

    /// <summary>Set only with precision town.</summary>
    public Place? Place { get; set; }

    public Location? Location { get; set; }

    public string Kind { get; set; } = "";

    public Family Family { get; set; }

    public double KindWeight { get; set; }

    /// <summary>UTC ticks; what was stated, or the instant of receipt where that was later.</summary>
    public long OccurredAt { get; set; }

    /// <summary>-1 when not stated.</summary>
    public int Killed { get; set; }

    /// <summary>-1 when not stated.</summary>
    public int Wounded { get; set; }

    public Grade Grade { get; set; }

    public string? NamedIncidentId { get; set; }

    public IReadOnlyList<string> Actors { get; set; } = [];

    /// <summary>Null while retracted.</summary>
    public IncidentNode? Incident { get; set; }

    public JoinReason Reason { get; set; }

    /// <summary>Difference in event time to the incident it joined, ticks; 0 unless <see cref="JoinReason.SameTownAndTime"/>.</summary>
    public long Difference { get; set; }
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
