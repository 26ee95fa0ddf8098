namespace Alerting.Engine.Incidents;

/// <summary>Properties by which the ranked reports of an incident can be searched.</summary>
[Flags]
internal enum ReportMarks : ushort
{
    None = 0,

    /// <summary>Set on every report.</summary>
    Any = 1,

    /// <summary>Of precision town.</summary>
    Town = 2,

    /// <summary>States how many were killed.</summary>
    Killed = 4,

    /// <summary>States how many were wounded.</summary>
    Wounded = 8,

    /// <summary>States a location.</summary>
    Location = 16,

    /// <summary>The best-ranked report of its source.</summary>
    BestOfSource = 32,

    /// <summary>The best-ranked report that names one of its actors.</summary>
    BestOfActor = 64,

    /// <summary>States a summary.</summary>
    Summary = 128,

    /// <summary>States an address.</summary>
    Url = 256,
}
