using System.Globalization;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Regions;
using Alerting.Engine.Kinds;
using Alerting.Kinds;
using Alerting.Reports;

namespace Alerting.Cli.Import.Ucdp;

/// <summary>
/// The UCDP Georeferenced Event Dataset, any release, global, candidate or cut out: codebook at https://ucdp.uu.se/downloads.
/// </summary>
internal sealed class UcdpGedLayout(NearTown? near) : RecordLayout
{
    // The codebook calls every place by its name and what it is.
    private static readonly string[] s_settlements = [" town", " city", " village"];

    public override string Name => "UCDP GED";

    public override string DataSet => "ucdp-ged";

    /// <summary>A usually reliable source, probably true: compiled from several press reports and checked.</summary>
    public override Grade Grade { get; } = GradeOf("B2");

    public override FieldTable Fields { get; } = new(
        (ReportField.ReportId, ["id"]),
        (ReportField.OccurredAt, ["date_start"]),
        (ReportField.Until, ["date_end"]),
        (ReportField.Region, ["adm_1"]),
        (ReportField.Country, ["country"]),
        (ReportField.Town, ["place", "where_coordinates"]),
        (ReportField.Lat, ["latitude"]),
        (ReportField.Lon, ["longitude"]),
        (ReportField.Killed, ["best", "best_est"]),
        (ReportField.Actors, ["side_a", "side_b"]),
        (ReportField.Summary, ["headline", "source_headline"]),
        (ReportField.Url, ["url"]));

    public override IReadOnlyList<string[]> RequiredColumns { get; } =
    [
        ["id"], ["date_start"], ["date_end"], ["date_prec"], ["type_of_violence"], ["where_prec"], ["latitude"], ["longitude"],
        ["best", "best_est"],
    ];

    public override bool TellsDeaths => true;

    public override DraftEvent Read(FieldReader row)
    {
        var record = row.Record;
        var id = row.Required(ReportField.ReportId);
        var (start, end) = (row.RequiredDate(ReportField.OccurredAt), row.RequiredDate(ReportField.Until));
        var wherePrecision = record.Integer("where_prec");
        var point = row.Point();
        return new DraftEvent
        {
            Id = id,
            Time = end,
            Range = Range(record.Integer("date_prec"), start.Day, end.Day),
            Place = Place(row, wherePrecision, point),
            Town = WithoutType(row.Text(ReportField.Town)),
            Precision = PrecisionOf(wherePrecision),
            Location = point,
            Kind = row.Kinds.Stated(record.Text("type_of_violence")) ?? KindOf(row.Kinds.Catalog, record.Integer("type_of_violence")),
            Killed = row.Integer(ReportField.Killed),
            Actors = row.Texts(ReportField.Actors),
            Summary = [Sentence(row.Text(ReportField.Summary)), Deaths(row)],
            Url = row.Text(ReportField.Url),
        };
    }

    /// <summary>From 4 on the point is pinned on the province, and from 6 on the country: it tells no more than their names.</summary>
    private static PlaceHints Place(FieldReader row, int? wherePrecision, Location? point)
    {
        var names = PlaceHints.NamesOf(row.Text(ReportField.Region));
        return row.Place(names, wherePrecision <= 3 || (wherePrecision == 4 && names.Count > 0) ? point : null) with
        {
            Code = row.Record.Text("iso_3166_2"),
        };
    }

    /// <summary>
    /// <c>date_prec</c> 1 is a day; 2 are two to six days, 3 a week, 4 a month, 5 more. Such a row sums up what happened
    /// on unknown days of the range (one of 2014 stands for five months and 106 dead), so it is no event of a day.
    /// </summary>
    private static DateRange? Range(int? datePrecision, DateOnly start, DateOnly end)
    {
        if (end < start)
        {
            throw RowRejectedException.Invalid("date_end lies before date_start");
        }

        var days = DateRange.Count(start, end);
        if (datePrecision == 1 && days == 1)
        {
            return null;
        }

        var stated = datePrecision?.ToString(CultureInfo.InvariantCulture) ?? "not stated";
        return DateRange.Of(start, end, datePrecision is 1 or 2 ? days : null, $"date_prec {stated}");
    }

    /// <summary>1 exact, 2 within about 25 km, 3 the district, 4 the province, 5 vaguer, 6 the country, 7 at sea or in the air.</summary>
    private Precision PrecisionOf(int? wherePrecision) => wherePrecision switch
    {
        1 => Precision.Town,
        2 => near == NearTown.Area ? Precision.Area : Precision.Town,
        3 => Precision.Area,
        >= 4 and <= 7 => Precision.Region,
        _ => throw RowRejectedException.Invalid("where_prec is not within 1..7"),
    };

    /// <summary>The first kind that is usually recorded as this type of violence, else the first that may be.</summary>
    private static string KindOf(KindCatalog kinds, int? type) =>
        (kinds.Kinds.FirstOrDefault(k => k.Ucdp is [var usual, ..] && usual == type)
            ?? kinds.Kinds.FirstOrDefault(k => type is { } t && k.Ucdp.Contains(t)))?.Slug
        ?? throw new RowRejectedException(new Fault(FaultTypes.UnknownKind, $"type_of_violence '{type}' is not within 1..3"));

    private static string? WithoutType(string? place)
    {
        var settlement = place is null
            ? null
            : Array.Find(s_settlements, s => place.EndsWith(s, StringComparison.Ordinal) && place.Length > s.Length);
        return settlement is null ? place : place![..^settlement.Length];
    }

    private static string? Sentence(string? text) => text is null ? null : text.EndsWith('.') ? text : text + ".";

    private static string Deaths(FieldReader row)
    {
        var best = row.Integer(ReportField.Killed);
        var (low, high) = (row.Record.Integer("low", "low_est") ?? best, row.Record.Integer("high", "high_est") ?? best);
        return string.Create(CultureInfo.InvariantCulture, $"Deaths: best {best}, low {low}, high {high}.");
    }
}
