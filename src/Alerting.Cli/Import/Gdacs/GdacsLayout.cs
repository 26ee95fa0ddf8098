using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.GeoJson;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Records;
using Alerting.Cli.Import.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Gdacs;

/// <summary>Events of the Global Disaster Alert and Coordination System as GeoJSON: https://www.gdacs.org.</summary>
/// <remarks>Its hazards are no kinds of the product: the operator adds them to the catalogue, or says what they are.</remarks>
internal sealed class GdacsLayout : RecordLayout
{
    // As the operator's catalogue would call them.
    private static readonly Dictionary<string, string> s_kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EQ"] = "earthquake",
        ["TC"] = "cyclone",
        ["TS"] = "tsunami",
        ["FL"] = "flood",
        ["VO"] = "volcano",
        ["DR"] = "drought",
        ["WF"] = "wildfire",
    };

    public override string Name => "GDACS";

    public override string DataSet => "gdacs";

    /// <summary>Completely reliable, probably true: instruments and models, mostly unseen by people.</summary>
    public override Grade Grade { get; } = GradeOf("A2");

    public override FieldTable Fields { get; } = new(
        (ReportField.ReportId, ["eventid"]),
        (ReportField.OccurredAt, ["fromdate"]),
        (ReportField.Country, ["affectedcountries.0.iso2", "affectedcountries.0.iso3", "iso3", "country"]),
        (ReportField.Lat, [FeatureRecords.Latitude]),
        (ReportField.Lon, [FeatureRecords.Longitude]),
        (ReportField.Kind, ["eventtype"]),
        (ReportField.Summary, ["name", "description", "severitydata.severitytext"]),
        (ReportField.Url, ["url.report"]));

    public override IReadOnlyList<string[]> RequiredColumns { get; } = [["eventtype"], ["eventid"], ["fromdate"], ["alertlevel"]];

    // Times are ISO.
    public override IReadOnlyList<ReportField> Dates => [];

    public override bool IsGeoJson => true;

    /// <summary>Beside the point of each event stand its areas and tracks.</summary>
    public override bool PassesOver(SourceRecord record) => record.Text(FeatureRecords.GeometryType) is not (null or "Point");

    public override DraftEvent Read(FieldReader row)
    {
        var record = row.Record;
        var type = row.Required(ReportField.Kind);
        var point = row.Point();
        return new DraftEvent
        {
            Id = $"{type}{row.Required(ReportField.ReportId)}",
            Time = row.RequiredDate(ReportField.OccurredAt),
            Place = row.Place([], point),

            // A hazard has no town: it is where the middle of it is.
            Precision = Precision.Area,
            Location = point,
            Kind = row.Kinds.Stated(type) ?? row.Kinds.Find(s_kinds.GetValueOrDefault(type, type)),
            Summary =
            [
                .. row.Texts(ReportField.Summary).Distinct(StringComparer.OrdinalIgnoreCase).Select(Sentence),
                record.Text("alertlevel") is { } level ? $"GDACS alert level {level}." : null,
            ],
            Url = row.Text(ReportField.Url),
            Revision = Revision(record),
        };
    }

    /// <summary>When GDACS last changed it, in Unix seconds: a later import corrects an earlier one.</summary>
    private static int? Revision(SourceRecord record) =>
        record.Text("datemodified") is { } text && new DateReader(null, DateTime.MaxValue.Year).TryRead(text, out var changed)
        && changed.At.ToUnixTimeSeconds() is > 0 and <= int.MaxValue and var seconds
            ? (int)seconds
            : null;

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
