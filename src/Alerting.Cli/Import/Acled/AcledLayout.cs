using System.Globalization;
using Alerting.Cli.Import.Csv;
using Alerting.Cli.Import.Regions;
using Alerting.Engine.Kinds;
using Alerting.Engine.Names;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Acled;

/// <summary>Exports of the Armed Conflict Location and Event Data project: codebook at https://acleddata.com.</summary>
internal sealed class AcledLayout(ImportOptions options, RegionFinder regions, KindCatalog kinds) : ICsvLayout
{
    private readonly List<string> _types = [.. kinds.Kinds.SelectMany(static k => k.AcledSubEventTypes)];

    public string Name => "ACLED";

    public string IdColumn => "event_id_cnty";

    public IReadOnlyList<string> RequiredColumns { get; } =
    [
        "event_id_cnty", "event_date", "time_precision", "sub_event_type", "admin1", "location", "geo_precision", "latitude", "longitude",
        "fatalities",
    ];

    public ImportedEvent Map(CsvRow row)
    {
        var id = row.Required("event_id_cnty");
        var day = row.Day("event_date");
        var range = Range(row.Integer("time_precision"), day);
        var killed = row.Integer("fatalities");
        return new ImportedEvent
        {
            DataSet = "acled",
            Id = id,
            Day = day,
            Range = range,
            Region = regions.Find(row.Text("iso_3166_2"), row.Text("admin1"), row.Text("country")),
            Place = row.Text("location"),
            Precision = PrecisionOf(row.Integer("geo_precision")),
            Location = new Location(row.Number("latitude"), row.Number("longitude")),
            Kind = KindOf(row.Text("event_type"), row.Required("sub_event_type")),
            Killed = killed,
            Actors = [row.Text("actor1"), row.Text("actor2")],
            Summary = [range is null ? null : string.Create(CultureInfo.InvariantCulture, $"Deaths: {killed}."), row.Text("notes")],
            Url = row.Text("url"),
            Revision = Timestamp(row),
        };
    }

    /// <summary>1 is a day, 2 a week, 3 a month; the date is then one that was chosen for it.</summary>
    private string? Range(int? timePrecision, DateOnly day)
    {
        if (timePrecision == 1)
        {
            return null;
        }

        var range = timePrecision switch
        {
            2 => "the week",
            3 => "the month",
            _ => throw RowRejectedException.Invalid("time_precision is not within 1..3"),
        };
        return options.Ranges == DateRanges.Keep
            ? $"Some time in {range} of {EventDay.Words(day)}."
            : throw new RowRejectedException(new Fault(
                ImportFaults.DateRange,
                $"is known to {range} of {EventDay.Words(day)} only (time_precision {timePrecision}), not to a day"));
    }

    /// <summary>1 the town, 2 near it or a general area, 3 the region, pinned on its capital.</summary>
    private Precision PrecisionOf(int? geoPrecision) => geoPrecision switch
    {
        1 => Precision.Town,
        2 => options.Near == NearTown.Town ? Precision.Town : Precision.Area,
        3 => Precision.Region,
        _ => throw RowRejectedException.Invalid("geo_precision is not within 1..3"),
    };

    private string KindOf(string? eventType, string subEventType) => kinds.TryGetByAcled(subEventType, out var kind)
        ? kind.Slug
        : throw new RowRejectedException(new Fault(
            FaultTypes.UnknownKind,
            $"no kind is known for sub_event_type '{subEventType}'{(eventType is null ? "" : $" of '{eventType}'")}"
                + NearestName.Hint(NearestName.Find(subEventType, _types))));

    /// <summary>
    /// When the row was last changed there, in Unix seconds: as revision it lets a later export correct an earlier one,
    /// and keeps an earlier one from undoing it.
    /// </summary>
    private static int? Timestamp(CsvRow row) => row.Integer("timestamp") is > 0 and var timestamp ? timestamp : null;
}
