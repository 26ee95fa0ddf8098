using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>What one import was asked to do.</summary>
internal sealed record ImportOptions
{
    public required ImportFormat Format { get; init; }

    /// <summary>Path of the file, or <see cref="StandardInput"/>.</summary>
    public required string File { get; init; }

    /// <summary>Server to post to; null: write lines.</summary>
    public Uri? To { get; init; }

    public string? Key { get; init; }

    /// <summary>File to write lines to; null: standard output.</summary>
    public string? Out { get; init; }

    /// <summary>File to list rejects in, beside standard error.</summary>
    public string? Rejects { get; init; }

    /// <summary>File of further regions and kinds that the server knows, see <see cref="Alerting.Engine.Catalog.Catalogs"/>.</summary>
    public string? Catalog { get; init; }

    /// <summary>Crosswalk from names to region codes.</summary>
    public string? Regions { get; init; }

    public Grade Grade { get; init; } = DefaultGrade;

    /// <summary>Overrides the data set's name; in GeoJSON where a feature states none.</summary>
    public string? Source { get; init; }

    /// <summary>Revision of all reports; null: what the data says, else 1.</summary>
    public int? Revision { get; init; }

    public DateRanges Ranges { get; init; }

    /// <summary>
    /// Null: what the data set means by it. UCDP names a town within about 25 km, which is the town that was hit; ACLED
    /// may mean a general area, of which it names some town.
    /// </summary>
    public NearTown? Near { get; init; }

    public const string StandardInput = "-";

    /// <summary>B2: a usually reliable source, probably true. Both data sets are compiled from several press reports and checked.</summary>
    public static Grade DefaultGrade { get; } = Grade.TryParse("B2", out var grade) ? grade : throw new InvalidOperationException();
}
