using System.Globalization;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Records;
using Alerting.Cli.Import.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Gdelt;

/// <summary>Events of GDELT 2: what a program made of the news, every 15 minutes. Codebook at https://www.gdeltproject.org.</summary>
internal sealed class GdeltLayout : RecordLayout
{
    public override string Name => "GDELT 2 events";

    public override string DataSet => "gdelt";

    /// <summary>Not usually reliable, doubtfully true: no person has read it.</summary>
    public override Grade Grade { get; } = GradeOf("D4");

    public override FieldTable Fields { get; } = new(
        (ReportField.ReportId, [GdeltColumns.Id]),
        (ReportField.OccurredAt, [GdeltColumns.Day]),
        (ReportField.Kind, [GdeltColumns.Code]),
        (ReportField.Town, [GdeltColumns.Place]),
        (ReportField.Lat, ["ActionGeo_Lat"]),
        (ReportField.Lon, ["ActionGeo_Long"]),
        (ReportField.Actors, ["Actor1Name", "Actor2Name"]),
        (ReportField.Url, ["SOURCEURL"]));

    public override IReadOnlyList<string[]> RequiredColumns { get; } =
        [[GdeltColumns.Id], [GdeltColumns.Day], [GdeltColumns.Code], [GdeltColumns.PlaceType], [GdeltColumns.Place], [GdeltColumns.Added]];

    public override IReadOnlyList<ReportField> Dates => [];

    public override IReadOnlyList<string> Columns => GdeltColumns.All;

    /// <summary>Of words, diplomacy and what was placed nowhere there is no report: that is most of GDELT.</summary>
    public override bool PassesOver(SourceRecord record) =>
        record.Text(GdeltColumns.PlaceType) is null or "0"
        || (record.Text(GdeltColumns.Code) is { } code && (!CameoKinds.All.TryGet(code, out var kind) || kind is null));

    public override DraftEvent Read(FieldReader row)
    {
        var record = row.Record;
        var place = PlaceOf(record.Integer(GdeltColumns.PlaceType), row.Text(ReportField.Town));
        var point = row.Point();
        var code = row.Required(ReportField.Kind);
        _ = CameoKinds.All.TryGet(code, out var kind);
        return new DraftEvent
        {
            Id = row.Required(ReportField.ReportId),
            Time = TimeOf(row),
            Place = new PlaceHints
            {
                Names = PlaceHints.NamesOf(place.Region),
                Country = place.Country,
                Point = place.Precision == Precision.Region && place.Region is null ? null : point,
            },
            Town = place.Town,
            Precision = place.Precision,
            Location = point,
            Kind = row.Kinds.Stated(code) ?? kind,
            Actors = row.Texts(ReportField.Actors),
            Summary =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"CAMEO {code}, {record.Integer("NumSources") ?? 1} sources, {record.Integer("NumArticles") ?? 1} articles."),
            ],
            Url = row.Text(ReportField.Url),
        };
    }

    /// <summary>
    /// Noon of the day, but never after the event was found: the files of today would else tell of the future. Both stand in
    /// the row, so that it says the same whenever it is imported.
    /// </summary>
    private static EventTime TimeOf(FieldReader row)
    {
        var day = row.RequiredDate(ReportField.OccurredAt);
        var added = row.Record.Text(GdeltColumns.Added) is { } text && new DateReader(null, day.Day.Year).TryRead(text, out var found)
            ? found
            : day;
        return !added.IsDay && added.At < day.At && added.Day == day.Day ? added : day;
    }

    /// <summary>
    /// The place as written: <c>Town, Region, Country</c> of a city (type 3 in the United States, 4 elsewhere), <c>Region,
    /// Country</c> of a region (2, 5), <c>Country</c> (1).
    /// </summary>
    private static (string? Town, string? Region, string? Country, Precision Precision) PlaceOf(int? type, string? name)
    {
        var parts = name?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return (type, parts) switch
        {
            (3 or 4, [var town, .., var region, var country]) => (town, region, country, Precision.Town),
            (3 or 4, [var town, var country]) => (town, null, country, Precision.Town),
            (2 or 5, [var region, .., var country]) => (null, region, country, Precision.Region),
            ( >= 1 and <= 5, [.., var country]) => (null, null, country, Precision.Region),
            _ => throw RowRejectedException.Invalid(
                $"{GdeltColumns.PlaceType} '{type}' is not within 0..5, or has no {GdeltColumns.Place}"),
        };
    }
}
