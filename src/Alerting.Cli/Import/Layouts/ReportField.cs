namespace Alerting.Cli.Import.Layouts;

/// <summary>
/// What a column can mean: the members of a report, and what a report's members are made of. The names are those of
/// <c>--field</c>.
/// </summary>
internal enum ReportField
{
    ReportId,
    Revision,
    Retracted,
    Source,

    /// <summary>Code of the region, or its name.</summary>
    Region,

    /// <summary>Code or name of the country, within which the name of a region is looked for.</summary>
    Country,
    Town,
    Precision,

    /// <summary>Both coordinates in one: <c>33.4, 43.3</c> or <c>POINT (43.3 33.4)</c>.</summary>
    Location,
    Lat,
    Lon,
    Kind,
    OccurredAt,

    /// <summary>Time of day, where <see cref="OccurredAt"/> is the day.</summary>
    Time,

    /// <summary>The last day of the range within which it happened, where <see cref="OccurredAt"/> is the first.</summary>
    Until,
    Killed,
    Wounded,
    Grade,
    IncidentId,

    /// <summary>Each column one actor, or several with a semicolon between.</summary>
    Actors,

    /// <summary>Each column a part of it.</summary>
    Summary,
    Url,
}
