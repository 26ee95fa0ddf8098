using Alerting.Reports;
using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>Files of anybody's, whose columns the user names.</summary>
public sealed class MappedTests
{
    private static readonly string[] s_desk =
    [
        "--source", "desk", "--field", "reportId=Ref", "--field", "occurredAt=Fecha", "--field", "time=Hora", "--field", "region=Provincia",
        "--field", "country=País", "--field", "town=Localidad", "--field", "lon=Long", "--field", "kind=Tipo", "--field", "killed=Muertos",
        "--field", "wounded=Heridos", "--field", "actors=Autores", "--field", "summary=Descripción", "--kind", "Bombing=ied",
    ];

    [Fact]
    public async Task Columns_of_any_name_are_what_the_user_says()
    {
        var imported = await ImportProbe.RunAsync([ImportProbe.Fixture("desk-invented.csv"), .. s_desk]);

        var (first, second, third) = (imported.Reports[0], imported.Reports[1], imported.Reports[2]);
        Assert.Equal(
            [
                "The file is not UTF-8 (line 1); it was read as windows-1252. --encoding names another.",
                "The file is read as a table of reports, by the names of its columns.",
                "Dates are read as day/month/year, as '28/12/2022' in line 2 can only be.",
                "Regions: 2 by its name; 1 by the nearest town (within 25 km).",
                "3 rows read, 3 made a report, 0 rejected.",
            ],
            imported.Errors);
        Assert.Equal(
            ("D-1", "desk", "desk:D-1", "EC-M", "Portoviejo", "ied"),
            (first.ReportId, first.Source, first.IncidentId, first.Region, first.Town, first.Kind));
        Assert.Equal(new DateTimeOffset(2022, 12, 28, 14, 30, 0, TimeSpan.Zero), first.OccurredAt);
        Assert.Equal((2, null, new Location(-1.0546, -80.4544)), (first.Killed, first.Wounded, first.Location!.Value));
        Assert.Equal("Suceso inventado – una bomba.", first.Summary);
        Assert.Equal((null, 1), (second.Location, second.Killed));
        Assert.Equal((0, []), (second.Actors.Count, second.Actors));
        Assert.Equal(
            (new DateTimeOffset(2023, 1, 3, 12, 0, 0, TimeSpan.Zero), "EC-O", "vehicle-bomb"),
            (second.OccurredAt, third.Region, third.Kind));
        Assert.Equal(["Banda inventada", "Otra banda inventada"], third.Actors);
    }

    [Fact]
    public async Task Every_field_of_a_report_can_be_mapped()
    {
        var imported = await ReadAsync(
            "a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p\n"
                + "r1;2;desk-2;IQ-AN;Hīt;area;33.64, 42.82;Suicide bomb;2014-01-03T10:05:00+03:00;3;4;A1;i-1;One;Words.;"
                + "https://example.org/1\n"
                + "r2;1;desk-2;IQ-AN;;;POINT (42.82 33.64);ied;2014-01-03;;;;;;;\n",
            "reportId=a", "revision=b", "source=c", "region=d", "town=e", "precision=f", "location=g", "kind=h", "occurredAt=i", "killed=j",
            "wounded=k", "grade=l", "incidentId=m", "actors=n", "summary=o", "url=p");

        var (first, second) = (imported.Reports[0], imported.Reports[1]);
        Assert.Equal(
            ("r1", 2, "desk-2", "IQ-AN", "Hīt", Precision.Area),
            (first.ReportId, first.Revision, first.Source, first.Region, first.Town, first.Precision));
        Assert.Equal((new Location(33.64, 42.82), "suicide-bomb", 3, 4), (first.Location!.Value, first.Kind, first.Killed, first.Wounded));
        Assert.Equal(
            ("A1", "i-1", "Words.", "https://example.org/1"),
            (first.Grade.ToString(), first.IncidentId, first.Summary, first.Url));
        Assert.Equal(["One"], first.Actors);
        Assert.Equal(first.Location, second.Location);
        Assert.Equal((Precision.Region, "desk-2:r2"), (second.Precision, second.IncidentId));
    }

    [Fact]
    public async Task A_report_can_be_withdrawn() =>
        Assert.True(
            (await ReadAsync("reportId,occurredAt,kind,region,gone\n1,2014-01-03,ied,IQ-AN,yes\n", "retracted=gone")).Report.Retracted);

    [Fact]
    public async Task Several_columns_of_one_field_are_tried_in_their_order_and_all_actors_are_named()
    {
        var report = (await ReadAsync(
            "reportId,occurredAt,kind,region,near,in,by,with\n1,2014-01-03,ied,IQ-AN,Hīt,NULL,One,Two\n",
            "town=in", "town=near", "actors=by", "actors=with")).Report;

        Assert.Equal("Hīt", report.Town);
        Assert.Equal(["One", "Two"], report.Actors);
    }

    [Theory]
    [InlineData("NA")]
    [InlineData("N/A")]
    [InlineData("NULL")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("  ")]
    public async Task What_stands_for_nothing_is_nothing(string text)
    {
        var report = (await ReadAsync(
            "reportId,occurredAt,kind,region,town,actors,killed,lat,lon\n"
                + $"1,2014-01-03,ied,IQ-AN,{text},{text},{text},{text},{text}\n")).Report;

        Assert.Equal((null, null, null, 0), (report.Town, report.Killed, report.Location, report.Actors.Count));
    }

    [Theory]
    [InlineData("2014-01-05", Precision.Area, null, 3)]
    [InlineData("2014-01-03", Precision.Town, "Hīt", 3)]
    [InlineData("", Precision.Town, "Hīt", 3)]
    public async Task A_first_and_a_last_day_are_a_range(string until, Precision precision, string? town, int killed)
    {
        var report = (await ReadAsync(
            $"reportId,occurredAt,until,kind,region,town,killed\n1,2014-01-03,{until},ied,IQ-AN,Hīt,3\n")).Report;

        Assert.Equal((precision, town, killed), (report.Precision, report.Town, report.Killed));
        Assert.Equal(until.Length == 0 ? "2014-01-03" : until, report.OccurredAt.ToString("yyyy-MM-dd", null));
    }

    [Fact]
    public async Task Kinds_are_known_by_slug_by_words_by_acled_and_by_what_the_user_says()
    {
        var imported = await ImportProbe.ReadAsync(
            "reportId,occurredAt,kind,region\n1,2014-01-03,ied,IQ-AN\n2,2014-01-03,Vehicle bomb,IQ-AN\n"
                + "3,2014-01-03,Armed clash,IQ-AN\n4,2014-01-03,Tiroteo,IQ-AN\n"
                + "5,2014-01-03,,IQ-AN\n6,2014-01-03,Vehicle-bom,IQ-AN\n",
            "--source", "desk", "--kind", "tiroteo=shooting", "--kind", "riot");

        Assert.Equal(["ied", "vehicle-bomb", "armed-clash", "shooting", "riot"], imported.Reports.Select(static r => r.Kind));
        Assert.Equal(
            "line 7 (6): unknown kind 'Vehicle-bom' (--kind 'Vehicle-bom=KIND' says what it is); did you mean 'vehicle-bomb'?",
            imported.Reject);
    }

    [Fact]
    public async Task Properties_of_features_of_any_name_are_what_the_user_says()
    {
        var imported = await ImportProbe.RunAsync(
            ImportProbe.Fixture("points-invented.geojson"), "--source", "desk", "--field", "town=Place", "--field", "occurredAt=When",
            "--field", "kind=What", "--field", "killed=Dead");

        var report = imported.Report;
        Assert.Equal(("p1", "CD-NK", "Goma", "shelling", 3), (report.ReportId, report.Region, report.Town, report.Kind, report.Killed));
        Assert.Equal(new Location(-1.67, 29.22), report.Location);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_refused_with_the_nearest()
    {
        var imported = await ReadAsync("reportId,occurredAt,kind,region,Localidad\n", "town=Localidat");

        Assert.Equal(
            (2, "The file has no column 'Localidat' for --field town; did you mean 'Localidad'?"),
            (imported.Code, imported.Errors[^1]));
    }

    [Fact]
    public async Task A_table_of_which_nothing_is_known_is_refused_with_its_columns()
    {
        var imported = await ImportProbe.ReadAsync("Ref,When,What\n1,2,3\n");

        Assert.Equal(1, imported.Code);
        Assert.Equal(
            "It cannot be told what this file is: it has no column for reportId, occurredAt, kind. Name its --format, or say which column "
                + "that is, as in --field reportId=COLUMN; it has Ref, When, What.",
            Assert.Single(imported.Errors));
    }

    [Fact]
    public async Task Who_reports_must_be_said()
    {
        var imported = await ImportProbe.ReadAsync("reportId,occurredAt,kind,region\n1,2014-01-03,ied,IQ-AN\n");

        Assert.Equal("line 2 (1): source is required, as a column or as --source", imported.Reject);
    }

    private static Task<Imported> ReadAsync(string text, params string[] fields) =>
        ImportProbe.ReadAsync(text, ["--format", "csv", "--source", "desk", .. fields.SelectMany(static f => (string[])["--field", f])]);
}
