using System.Text;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Layouts;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>What one import was asked to do.</summary>
internal sealed record ImportOptions
{
    /// <summary>Null: found from what is in the file.</summary>
    public ImportFormat? Format { get; init; }

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

    /// <summary>Null: that of the data set.</summary>
    public Grade? Grade { get; init; }

    /// <summary>Overrides the data set's name; in GeoJSON where a feature states none.</summary>
    public string? Source { get; init; }

    /// <summary>Revision of all reports; null: what the data says, else 1.</summary>
    public int? Revision { get; init; }

    public DateRanges Ranges { get; init; }

    /// <summary>Order of day and month in dates of numbers; null: found from the file.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>Encoding of the file; null: found from the file.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Columns or properties by what they hold, the best first.</summary>
    public IReadOnlyDictionary<ReportField, IReadOnlyList<string>> Fields { get; init; } =
        new Dictionary<ReportField, IReadOnlyList<string>>();

    /// <summary>Kinds by what the data calls them.</summary>
    public IReadOnlyDictionary<string, string> Kinds { get; init; } = new Dictionary<string, string>();

    /// <summary>Kind of events of which the data states none; null: there must be one.</summary>
    public string? OtherKind { get; init; }

    /// <summary>
    /// Null: what the data set means by it. UCDP names a town within about 25 km, which is the town that was hit; ACLED
    /// may mean a general area, of which it names some town.
    /// </summary>
    public NearTown? Near { get; init; }

    public const string StandardInput = "-";

    /// <summary>B2: a usually reliable source, probably true.</summary>
    public static Grade DefaultGrade { get; } =
        Alerting.Reports.Grade.TryParse("B2", out var grade) ? grade : throw new InvalidOperationException();
}
