namespace Alerting.Cli.Import;

/// <summary>What a file is.</summary>
internal enum ImportFormat
{
    UcdpGed,
    Acled,
    Gdelt,
    Gtd,
    Gdacs,
    Usgs,

    /// <summary>A table of any columns.</summary>
    Csv,

    /// <summary>Features whose properties are the members of a report, or are named by <c>--field</c>.</summary>
    Geojson,
}

/// <summary>What becomes of an event of which only a range of days is known.</summary>
internal enum DateRanges
{
    /// <summary>
    /// One of at most <see cref="Dates.DateRange.MaxShortDays"/> days stands at the end of its range, with its deaths and as no
    /// town; a longer one is rejected.
    /// </summary>
    Short,

    /// <summary>All are rejected: counted on one day they would raise alerts about things that did not happen that day.</summary>
    Reject,

    /// <summary>
    /// A long one, too, stands at the end of its range, no town and without deaths, which stand in its summary only: it can
    /// add one incident to a window, but no town and nobody killed.
    /// </summary>
    Keep,
}

/// <summary>How exact "near a town" is: UCDP <c>where_prec</c> 2, ACLED <c>geo_precision</c> 2, GTD <c>vicinity</c> 1.</summary>
internal enum NearTown
{
    /// <summary>It counts as that town.</summary>
    Town,

    /// <summary>It does not count as a distinct town.</summary>
    Area,
}
