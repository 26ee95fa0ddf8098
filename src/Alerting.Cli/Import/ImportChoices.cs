namespace Alerting.Cli.Import;

/// <summary>What a file is.</summary>
internal enum ImportFormat
{
    UcdpGed,
    Acled,
    Geojson,
}

/// <summary>What becomes of an event of which only a range of days is known.</summary>
internal enum DateRanges
{
    /// <summary>It is rejected: counted on one day it would raise alerts about things that did not happen that day.</summary>
    Reject,

    /// <summary>
    /// It stands at the end of its range, no town and without deaths, which stand in its summary only: it can add one
    /// incident to a window, but no town and nobody killed.
    /// </summary>
    Keep,
}

/// <summary>How exact "near a town" is: UCDP <c>where_prec</c> 2 and ACLED <c>geo_precision</c> 2.</summary>
internal enum NearTown
{
    /// <summary>It counts as that town.</summary>
    Town,

    /// <summary>It does not count as a distinct town.</summary>
    Area,
}
