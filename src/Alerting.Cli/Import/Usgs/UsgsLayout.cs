using System.Globalization;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.GeoJson;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Records;
using Alerting.Cli.Import.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Usgs;

/// <summary>Earthquakes of the United States Geological Survey as GeoJSON: https://earthquake.usgs.gov/earthquakes/feed.</summary>
/// <remarks>Earthquakes are no kind of the product: the operator adds them to the catalogue, or says what they are.</remarks>
internal sealed class UsgsLayout : RecordLayout
{
    private const string Earthquake = "earthquake";

    public override string Name => "USGS earthquakes";

    public override string DataSet => "usgs";

    /// <summary>Completely reliable, probably true: located by instruments, mostly unseen by people.</summary>
    public override Grade Grade { get; } = GradeOf("A2");

    public override FieldTable Fields { get; } = new(
        (ReportField.ReportId, [FeatureRecords.Id]),
        (ReportField.OccurredAt, ["time"]),
        (ReportField.Region, ["place"]),
        (ReportField.Lat, [FeatureRecords.Latitude]),
        (ReportField.Lon, [FeatureRecords.Longitude]),
        (ReportField.Kind, ["type"]),
        (ReportField.Summary, ["title", "place"]),
        (ReportField.Url, ["url"]));

    public override IReadOnlyList<string[]> RequiredColumns { get; } = [["time"], ["magType"], ["net"], ["ids"]];

    // Milliseconds.
    public override IReadOnlyList<ReportField> Dates => [];

    public override bool IsGeoJson => true;

    /// <summary>Blasts in quarries, ice and rock falls are in the catalogue, too.</summary>
    public override bool PassesOver(SourceRecord record) => record.Text("type") is { } type && type != Earthquake;

    public override DraftEvent Read(FieldReader row)
    {
        var record = row.Record;
        var point = row.Point();
        return new DraftEvent
        {
            Id = row.Required(ReportField.ReportId),
            Time = TimeOf(row),
            Place = row.Place(PlaceHints.NamesOf(LastPart(row.Text(ReportField.Region))), point),

            // The point is the epicentre; the town in "10 km N of Town" is not where it was.
            Precision = Precision.Area,
            Location = point,
            Kind = row.Kinds.Find(Earthquake),
            Summary =
            [
                row.Text(ReportField.Summary) is { } title ? $"{title}." : null,
                record.Text("alert") is { } alert ? $"USGS alert level {alert}." : null,
            ],
            Url = row.Text(ReportField.Url),
            Revision = record.Number("updated") is { } updated && updated / 1000 is >= 1 and <= int.MaxValue and var seconds
                ? (int)seconds
                : null,
        };
    }

    /// <summary>Milliseconds since 1970; ISO where a program has made a date of them.</summary>
    private static EventTime TimeOf(FieldReader row)
    {
        var text = row.Required(ReportField.OccurredAt);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds > DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new EventTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), IsDay: false)
            : row.RequiredDate(ReportField.OccurredAt);
    }

    private static string? LastPart(string? place) => place?[(place.LastIndexOf(',') + 1)..].Trim() is { Length: > 0 } last ? last : null;
}
