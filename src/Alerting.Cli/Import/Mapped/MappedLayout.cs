using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.GeoJson;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Regions;
using Alerting.Engine.Names;
using Alerting.Reports;

namespace Alerting.Cli.Import.Mapped;

/// <summary>
/// A table or a collection of features of anybody's: columns and properties that are called as the fields of <c>--field</c>
/// are these, the others the user names.
/// </summary>
internal sealed class MappedLayout(bool isGeoJson) : RecordLayout
{
    private static readonly Dictionary<ReportField, string[]> s_alsoCalled = new()
    {
        [ReportField.ReportId] = [FeatureRecords.Id],
        [ReportField.Lat] = ["latitude", FeatureRecords.Latitude],
        [ReportField.Lon] = ["longitude", "lng", FeatureRecords.Longitude],
    };

    public override string Name => isGeoJson ? "GeoJSON features" : "reports";

    public override string? DataSet => null;

    /// <summary>A usually reliable source, probably true.</summary>
    public override Grade Grade { get; } = GradeOf("B2");

    public override FieldTable Fields { get; } = new(
        [.. Enum.GetValues<ReportField>().Select(static field => (field, ColumnsOf(field)))]);

    public override IReadOnlyList<string[]> RequiredColumns => [];

    public override bool IsGeoJson => isGeoJson;

    public override DraftEvent Read(FieldReader row)
    {
        var start = row.RequiredDate(ReportField.OccurredAt);
        var end = row.Date(ReportField.Until) ?? start;
        var point = row.Point();
        var precision = row.StatedPrecision();
        var names = PlaceHints.NamesOf(row.Text(ReportField.Region));
        return new DraftEvent
        {
            Id = row.Text(ReportField.ReportId) ?? throw RowRejectedException.Missing(
                "reportId is required (--field reportId=COLUMN): without it a second import would be news"),
            Source = row.Text(ReportField.Source),
            Time = end,
            Range = RangeOf(start, end),
            Place = row.Place(names, precision == Precision.Region && names.Count == 0 ? null : point),
            Town = row.Text(ReportField.Town),
            Precision = precision,
            Location = point,
            Kind = row.Kinds.Find(row.Text(ReportField.Kind)),
            Killed = row.Integer(ReportField.Killed),
            Wounded = row.Integer(ReportField.Wounded),
            Grade = row.Text(ReportField.Grade),
            IncidentId = row.Text(ReportField.IncidentId),
            Actors = [.. row.Texts(ReportField.Actors).SelectMany(static actors => actors.Split(
                ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
            Summary = row.Texts(ReportField.Summary),
            Url = row.Text(ReportField.Url),
            Revision = row.Integer(ReportField.Revision),
            Retracted = IsYes(row),
        };
    }

    private static DateRange? RangeOf(EventTime start, EventTime end)
    {
        var days = DateRange.Count(start.Day, end.Day);
        return days switch
        {
            < 1 => throw RowRejectedException.Invalid("until lies before occurredAt"),
            1 => null,
            _ => DateRange.Of(start.Day, end.Day, days, null),
        };
    }

    private static bool IsYes(FieldReader row) => row.Text(ReportField.Retracted)?.ToLowerInvariant() switch
    {
        null or "false" or "0" or "no" => false,
        "true" or "1" or "yes" => true,
        var other => throw RowRejectedException.Invalid($"retracted '{NearestName.Shown(other)}' is neither true nor false"),
    };

    private static string[] ColumnsOf(ReportField field) => [ReportFields.NameOf(field), .. s_alsoCalled.GetValueOrDefault(field) ?? []];
}
