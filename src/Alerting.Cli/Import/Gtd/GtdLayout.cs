using System.Globalization;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Records;
using Alerting.Cli.Import.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Gtd;

/// <summary>The Global Terrorism Database as a table: codebook at https://www.start.umd.edu/gtd.</summary>
internal sealed class GtdLayout(NearTown? near) : RecordLayout
{
    private const int IdLength = 12;
    private const string Unknown = "Unknown";

    public override string Name => "GTD";

    public override string DataSet => "gtd";

    /// <summary>A usually reliable source, probably true.</summary>
    public override Grade Grade { get; } = GradeOf("B2");

    public override FieldTable Fields { get; } = new(
        (ReportField.ReportId, ["eventid"]),
        (ReportField.Region, ["provstate"]),
        (ReportField.Country, ["country_txt"]),
        (ReportField.Town, ["city"]),
        (ReportField.Lat, ["latitude"]),
        (ReportField.Lon, ["longitude"]),
        (ReportField.Kind, ["attacktype1_txt", "attacktype1"]),
        (ReportField.Killed, ["nkill"]),
        (ReportField.Wounded, ["nwound"]),
        (ReportField.Actors, ["gname", "gname2", "gname3"]),
        (ReportField.Summary, ["summary"]));

    public override IReadOnlyList<string[]> RequiredColumns { get; } =
        [["eventid"], ["iyear"], ["imonth"], ["iday"], ["country_txt"], ["provstate"], ["city"], ["attacktype1"], ["nkill"]];

    // Year, month and day have a column each.
    public override IReadOnlyList<ReportField> Dates => [];

    public override DraftEvent Read(FieldReader row)
    {
        var record = row.Record;
        var (time, range) = When(record);
        var specificity = record.Integer("specificity");
        var point = row.Point();
        return new DraftEvent
        {
            Id = IdOf(row),
            Time = time,
            Range = range,
            Place = row.Place(PlaceHints.NamesOf(Known(row.Text(ReportField.Region))), specificity == 5 ? null : point),
            Town = Known(row.Text(ReportField.Town)),
            Precision = PrecisionOf(specificity, record.Integer("vicinity"), Known(row.Text(ReportField.Town))),

            // From 2 on the point is the middle of a district or a province and not where the town is.
            Location = specificity is null or 1 ? point : null,
            Kind = row.Kinds.Stated(row.Text(ReportField.Kind)) ?? GtdKinds.Of(record) ?? throw UnknownKind(row),
            Killed = Count(row, ReportField.Killed),
            Wounded = Count(row, ReportField.Wounded),
            Actors = [.. row.Texts(ReportField.Actors).Where(static actor => Known(actor) is not null)],
            Summary =
            [
                .. row.Texts(ReportField.Summary),
                record.Integer("doubtterr") == 1 ? "GTD doubts that this was an act of terrorism." : null,
                record.Integer("extended") == 1 ? "It lasted for more than a day." : null,
            ],
        };
    }

    /// <summary>A day or a month of 0 is unknown; what is known is written by hand in <c>approxdate</c>.</summary>
    private static (EventTime Time, DateRange? Range) When(SourceRecord record)
    {
        var (year, month, day) = (record.Integer("iyear"), record.Integer("imonth"), record.Integer("iday"));
        var isDate = year is >= 1 and <= 9999 && month is >= 0 and <= 12 && day >= 0
            && (month == 0 || day <= DateTime.DaysInMonth(year.Value, month.Value));
        if (!isDate)
        {
            throw RowRejectedException.Invalid($"iyear '{year}', imonth '{month}', iday '{day}' is not a date");
        }

        var remark = $"iday {day}{(record.Text("approxdate") is { } words ? $", approxdate {words}" : "")}";
        return (month, day) switch
        {
            (0, _) => (EventTime.OfDay(new DateOnly(year!.Value, 12, 31)), DateRange.OfYear(year.Value, "imonth 0")),
            (_, 0) => (
                EventTime.OfDay(new DateOnly(year!.Value, month!.Value, DateTime.DaysInMonth(year.Value, month.Value))),
                DateRange.OfMonth(year.Value, month.Value, remark)),
            _ => (EventTime.OfDay(new DateOnly(year!.Value, month!.Value, day!.Value)), null),
        };
    }

    private static string IdOf(FieldReader row)
    {
        var id = row.Required(ReportField.ReportId);
        return id.Length == IdLength && !id.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? id
            : throw RowRejectedException.Invalid(
                $"eventid '{id}' has not 12 digits; a program for tables may have rounded it, and then several events have one id");
    }

    /// <summary>
    /// <c>specificity</c> 1 and 2 a town, 3 no town, from 4 on the province or less; <c>vicinity</c> 1 near the town. The town
    /// counts where the table is older than these columns.
    /// </summary>
    private Precision PrecisionOf(int? specificity, int? vicinity, string? town) => (specificity, vicinity) switch
    {
        ( >= 4, _) => Precision.Region,
        (3, _) => Precision.Area,
        _ when town is null => Precision.Region,
        (_, 1) when near == NearTown.Area => Precision.Area,
        _ => Precision.Town,
    };

    /// <summary>
    /// Deaths that belong to several events are shared out evenly, which gives fractions: rounded down, so that together they
    /// are no more than there were. A number below 0 is unknown.
    /// </summary>
    private static int? Count(FieldReader row, ReportField field) => row.Number(field) switch
    {
        null or < 0 => null,
        { } count => (int)Math.Min(Math.Floor(count), ReportBody.MaxCasualties),
    };

    private static string? Known(string? text) => string.Equals(text, Unknown, StringComparison.OrdinalIgnoreCase) ? null : text;

    private static RowRejectedException UnknownKind(FieldReader row) => new(new Fault(
        FaultTypes.UnknownKind,
        string.Create(CultureInfo.InvariantCulture, $"attacktype1 '{row.Record.Text("attacktype1")}' is not within 1..9")));
}
