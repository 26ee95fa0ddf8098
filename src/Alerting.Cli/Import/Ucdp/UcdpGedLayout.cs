using System.Globalization;
using Alerting.Cli.Import.Csv;
using Alerting.Cli.Import.Regions;
using Alerting.Engine.Kinds;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Ucdp;

/// <summary>
/// The UCDP Georeferenced Event Dataset, any release, global, candidate or cut out: codebook at https://ucdp.uu.se/downloads.
/// </summary>
internal sealed class UcdpGedLayout(ImportOptions options, RegionFinder regions, KindCatalog kinds) : ICsvLayout
{
    // The codebook calls every place by its name and what it is.
    private static readonly string[] s_settlements = [" town", " city", " village"];

    public string Name => "UCDP GED";

    public string IdColumn => "id";

    public IReadOnlyList<string> RequiredColumns { get; } =
        ["id", "date_start", "date_end", "date_prec", "type_of_violence", "where_prec", "latitude", "longitude", "best"];

    public ImportedEvent Map(CsvRow row)
    {
        var id = row.Required("id");
        var (start, end) = (row.Day("date_start"), row.Day("date_end"));
        return new ImportedEvent
        {
            DataSet = "ucdp-ged",
            Id = id,
            Day = end,
            Range = Range(row.Integer("date_prec"), start, end),
            Region = regions.Find(row.Text("iso_3166_2"), row.Text("adm_1"), row.Text("country")),
            Place = Place(row.Text("place", "where_coordinates")),
            Precision = PrecisionOf(row.Integer("where_prec")),
            Location = new Location(row.Number("latitude"), row.Number("longitude")),
            Kind = KindOf(row.Integer("type_of_violence")),
            Killed = row.Integer("best"),
            Actors = [row.Text("side_a"), row.Text("side_b")],
            Summary = [Sentence(row.Text("headline", "source_headline")), Deaths(row)],
            Url = row.Text("url"),
        };
    }

    /// <summary>
    /// <c>date_prec</c> 1 is a day; 2 are two to six days, 3 a week, 4 a month, 5 more. Such a row sums up what happened
    /// on unknown days of the range (one of 2014 stands for five months and 106 dead), so it is no event of a day.
    /// </summary>
    private string? Range(int? datePrecision, DateOnly start, DateOnly end)
    {
        if (end < start)
        {
            throw RowRejectedException.Invalid("date_end lies before date_start");
        }

        if (datePrecision == 1 && start == end)
        {
            return null;
        }

        var stated = datePrecision?.ToString(CultureInfo.InvariantCulture) ?? "not stated";
        var range = $"{EventDay.Words(start)} to {EventDay.Words(end)} (date_prec {stated})";
        return options.Ranges == DateRanges.Keep
            ? $"Some time from {range}."
            : throw new RowRejectedException(new Fault(ImportFaults.DateRange, $"is known to a range only, {range}, not to a day"));
    }

    /// <summary>1 exact, 2 within about 25 km, 3 the district, 4 the province, 5 vaguer, 6 the country, 7 at sea or in the air.</summary>
    private Precision PrecisionOf(int? wherePrecision) => wherePrecision switch
    {
        1 => Precision.Town,
        2 => options.Near == NearTown.Area ? Precision.Area : Precision.Town,
        3 => Precision.Area,
        >= 4 and <= 7 => Precision.Region,
        _ => throw RowRejectedException.Invalid("where_prec is not within 1..7"),
    };

    /// <summary>The first kind that is usually recorded as this type of violence, else the first that may be.</summary>
    private string KindOf(int? type) =>
        (kinds.Kinds.FirstOrDefault(k => k.Ucdp is [var usual, ..] && usual == type)
            ?? kinds.Kinds.FirstOrDefault(k => type is { } t && k.Ucdp.Contains(t)))?.Slug
        ?? throw new RowRejectedException(new Fault(FaultTypes.UnknownKind, $"type_of_violence '{type}' is not within 1..3"));

    private static string? Place(string? place)
    {
        var settlement = place is null
            ? null
            : Array.Find(s_settlements, s => place.EndsWith(s, StringComparison.Ordinal) && place.Length > s.Length);
        return settlement is null ? place : place![..^settlement.Length];
    }

    private static string? Sentence(string? text) => text is null ? null : text.EndsWith('.') ? text : text + ".";

    private static string Deaths(CsvRow row)
    {
        var best = row.Integer("best");
        return string.Create(
            CultureInfo.InvariantCulture, $"Deaths: best {best}, low {row.Integer("low") ?? best}, high {row.Integer("high") ?? best}.");
    }
}
