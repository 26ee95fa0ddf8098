using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// The newest revision of a report, as far as the engine needs it. There is one for every report a region knows, so
/// what few reports state lies apart.
/// </summary>
internal sealed class StoredReport
{
    private Rarities? _rarities;

    public required ReportSource From { get; init; }

    public string Source => From.Name;

    public required string ReportId { get; init; }

    /// <summary>Of the content as stated, to tell a duplicate from a conflict.</summary>
    public UInt128 ContentHash { get; set; }

    public string? Town { get; set; }

    /// <summary>Set only with precision town.</summary>
    public Place? Place { get; set; }

    public string Kind { get; set; } = "";

    /// <summary>Null while retracted.</summary>
    public IncidentNode? Incident { get; set; }

    public double KindWeight { get; set; }

    /// <summary>UTC ticks; what was stated, or the instant of receipt where that was later.</summary>
    public long OccurredAt { get; set; }

    public int Revision { get; set; }

    /// <summary>-1 when not stated.</summary>
    public int Killed { get; set; }

    /// <summary>-1 when not stated.</summary>
    public int Wounded { get; set; }

    public Family Family { get; set; }

    public Grade Grade { get; set; }

    public JoinReason Reason { get; set; }

    public bool Retracted { get; set; }

    public Location? Location
    {
        get => _rarities?.Location;
        set
        {
            if (value is not null || _rarities is not null)
            {
                (_rarities ??= new Rarities()).Location = value;
            }
        }
    }

    public IReadOnlyList<string> Actors
    {
        get => _rarities?.Actors ?? [];
        set
        {
            if (value.Count > 0 || _rarities is not null)
            {
                (_rarities ??= new Rarities()).Actors = value;
            }
        }
    }

    /// <summary>Difference in event time to the incident it joined, ticks; 0 unless <see cref="JoinReason.SameTownAndTime"/>.</summary>
    public long Difference
    {
        get => _rarities?.Difference ?? 0;
        set
        {
            if (value != 0 || _rarities is not null)
            {
                (_rarities ??= new Rarities()).Difference = value;
            }
        }
    }

    private sealed class Rarities
    {
        public Location? Location { get; set; }

        public IReadOnlyList<string> Actors { get; set; } = [];

        public long Difference { get; set; }
    }
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
