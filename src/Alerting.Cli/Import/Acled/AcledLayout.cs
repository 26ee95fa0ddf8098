using System.Globalization;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Regions;
using Alerting.Engine.Names;
using Alerting.Kinds;
using Alerting.Reports;

namespace Alerting.Cli.Import.Acled;

/// <summary>Exports of the Armed Conflict Location and Event Data project: codebook at https://acleddata.com.</summary>
internal sealed class AcledLayout(NearTown? near) : RecordLayout
{
    public override string Name => "ACLED";

    public override string DataSet => "acled";

    /// <summary>A usually reliable source, probably true: compiled from several press reports and checked.</summary>
    public override Grade Grade { get; } = GradeOf("B2");

    public override FieldTable Fields { get; } = new(
        (ReportField.ReportId, ["event_id_cnty"]),
        (ReportField.OccurredAt, ["event_date"]),
        (ReportField.Region, ["admin1"]),
        (ReportField.Country, ["country", "iso3"]),
        (ReportField.Town, ["location"]),
        (ReportField.Lat, ["latitude"]),
        (ReportField.Lon, ["longitude"]),
        (ReportField.Kind, ["sub_event_type"]),
        (ReportField.Killed, ["fatalities"]),
        (ReportField.Actors, ["actor1", "actor2"]),
        (ReportField.Summary, ["notes"]),
        (ReportField.Url, ["url"]));

    // Former exports call some of them otherwise.
    public override IReadOnlyList<string[]> RequiredColumns { get; } =
    [
        ["event_id_cnty"], ["event_date"], ["time_precision"], ["sub_event_type"], ["admin1"], ["location"],
        ["geo_precision", "geo_precis"], ["latitude"], ["longitude"], ["fatalities"],
    ];

    public override DraftEvent Read(FieldReader row)
    {
        var record = row.Record;
        var day = row.RequiredDate(ReportField.OccurredAt);
        var point = row.Point();
        return new DraftEvent
        {
            Id = row.Required(ReportField.ReportId),
            Time = day,
            Range = Range(record.Integer("time_precision"), day.Day),
            Place = row.Place(PlaceHints.NamesOf(row.Text(ReportField.Region)), point) with { Code = record.Text("iso_3166_2") },
            Town = row.Text(ReportField.Town),
            Precision = PrecisionOf(record.Integer("geo_precision", "geo_precis")),
            Location = point,
            Kind = KindOf(row),
            Killed = row.Integer(ReportField.Killed),
            Actors = row.Texts(ReportField.Actors),
            Summary = row.Texts(ReportField.Summary),
            Url = row.Text(ReportField.Url),
            Revision = record.Integer("timestamp") is > 0 and var changed ? changed : null,
        };
    }

    /// <summary>1 is a day, 2 a week, 3 a month; the date is then one that was chosen for it.</summary>
    private static DateRange? Range(int? timePrecision, DateOnly day)
    {
        var range = timePrecision switch
        {
            1 => null,
            2 => "week",
            3 => "month",
            _ => throw RowRejectedException.Invalid("time_precision is not within 1..3"),
        };
        return range is null ? null : new DateRange(
            null,
            $"in the {range} of {EventTime.Words(day)}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"is known to the {range} of {EventTime.Words(day)} only (time_precision {timePrecision}), not to a day"));
    }

    /// <summary>1 the town, 2 near it or a general area, 3 the region, pinned on its capital.</summary>
    private Precision PrecisionOf(int? geoPrecision) => geoPrecision switch
    {
        1 => Precision.Town,
        2 => near == NearTown.Town ? Precision.Town : Precision.Area,
        3 => Precision.Region,
        _ => throw RowRejectedException.Invalid("geo_precision is not within 1..3"),
    };

    private static string KindOf(FieldReader row)
    {
        var subEventType = row.Required(ReportField.Kind);
        if ((row.Kinds.Stated(subEventType) ?? Slug(row, subEventType)) is { } slug)
        {
            return slug;
        }

        var eventType = row.Record.Text("event_type");
        var types = row.Kinds.Catalog.Kinds.SelectMany(static kind => kind.AcledSubEventTypes);
        throw new RowRejectedException(new Fault(
            FaultTypes.UnknownKind,
            $"no kind is known for sub_event_type '{subEventType}'{(eventType is null ? "" : $" of '{eventType}'")}"
                + NearestName.Hint(NearestName.Find(subEventType, types))));
    }

    private static string? Slug(FieldReader row, string subEventType) =>
        row.Kinds.Catalog.TryGetByAcled(subEventType, out Kind? kind) ? kind.Slug : null;
}
