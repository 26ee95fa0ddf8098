using Alerting.Reports;
using Xunit;

namespace Alerting.Cli.Tests.Import;

/// <summary>The layouts of data sets, on made-up rows under their real columns, found without being named.</summary>
public sealed class LayoutTests
{
    [Fact]
    public async Task Ucdp_candidate_events_are_known_by_their_columns()
    {
        var imported = await FixtureAsync("ucdp-ged-candidate-invented.csv");

        Assert.Equal(
            [
                "The file is read as UCDP GED, by its columns.",
                "line 6 (990005): is known to a range only, 2025-01-01 to 2025-01-31 (date_prec 4), not to a day",
                "Regions: 2 by its name; 1 by the nearest town (within 25 km); 1 not to be found, the country instead.",
                "5 rows read, 4 made a report, 1 rejected: 1 date-range.",
            ],
            imported.Errors);
        Assert.Equal(
            ["SD-DN El Fasher 4", "SD-DS Nyala 2", "SD-KH  11", "SD  1"],
            imported.Reports.Select(static r => $"{r.Region} {r.Town} {r.Killed}"));
        Assert.Equal("2025-01-06", imported.Reports[2].OccurredAt.ToString("yyyy-MM-dd", null));
    }

    [Fact]
    public async Task Acled_of_2021_has_ids_of_its_own_and_days_with_short_months()
    {
        var imported = await FixtureAsync("acled-2021-invented.csv");

        Assert.Equal(
            ["2021-12-28 IQ-AN Ramadi", "2021-12-29 IQ-SD Tikrit", "2021-12-30 IQ-KI Hawija"],
            imported.Reports.Select(static r => $"{r.OccurredAt:yyyy-MM-dd} {r.Region} {r.Town}"));
        Assert.Equal(["Invented Front"], imported.Reports[0].Actors);
        Assert.Equal(["Invented Front"], imported.Reports[1].Actors);
        Assert.Null(imported.Reports[2].Location);
        Assert.Equal("The file is read as ACLED, by its columns.", imported.Errors[0]);
    }

    [Fact]
    public async Task Acled_of_2025_has_words_for_actors_and_may_be_separated_by_semicolons()
    {
        var imported = await FixtureAsync("acled-2025-invented.csv");

        Assert.Equal(
            ["2025-05-16 NG-BO Maiduguri armed-clash Town", "2025-05-17 NG-FC Abuja air-strike Area"],
            imported.Reports.Select(static r => $"{r.OccurredAt:yyyy-MM-dd} {r.Region} {r.Town} {r.Kind} {r.Precision}"));
    }

    [Theory]
    [InlineData]
    [InlineData("--format", "gdelt")]
    public async Task Gdelt_has_no_header_and_is_mostly_no_incidents(params string[] arguments)
    {
        var imported = await FixtureAsync("gdelt-2-invented.export.CSV", arguments);

        Assert.Equal(
            [
                "1100000001 IQ-AN Ramadi armed-clash Town 2023-01-02T00:30",
                "1100000002 IQ-BG Baghdad vehicle-bomb Town 2023-01-01T12:00",
                "1100000004 IQ  protest Region 2023-01-02T00:30",
                "1100000005 US-TX  abduction Region 2023-01-02T00:30",
            ],
            imported.Reports.Select(
                static r => $"{r.ReportId} {r.Region} {r.Town} {r.Kind} {r.Precision} {r.OccurredAt:yyyy-MM-ddTHH:mm}"));
        Assert.All(imported.Reports, static r => Assert.Equal(("D4", "gdelt"), (r.Grade.ToString(), r.Source)));
        Assert.Equal("https://news.invalid/invented", imported.Reports[0].Url);
        Assert.Null(imported.Reports[2].Url);
        Assert.Equal(["INVENTED FRONT", "POLICE"], imported.Reports[0].Actors);
        Assert.Equal("7 rows read, 4 made a report, 3 passed over as no incidents, 0 rejected.", imported.Errors[^1]);
    }

    [Theory]
    [InlineData("190", "armed-clash")]
    [InlineData("1951", "air-strike")]
    [InlineData("1953", "air-strike")]
    [InlineData("1831", "suicide-bomb")]
    [InlineData("1833", "ied")]
    [InlineData("1822", "mob-violence")]
    [InlineData("145", "riot")]
    [InlineData("1451", "riot")]
    [InlineData("140", "protest")]
    [InlineData("173", "arrest")]
    [InlineData("202", "mass-killing")]
    [InlineData("010", null)]
    [InlineData("1721", null)]
    [InlineData("201", null)]
    public async Task Codes_of_cameo_are_kinds_by_their_longest_known_beginning(string code, string? kind)
    {
        var row = (await File.ReadAllLinesAsync(ImportProbe.Fixture("gdelt-2-invented.export.CSV")))[0];

        var imported = await ImportProbe.ReadAsync(row.Replace("\t190\t190\t", $"\t{code}\t190\t", StringComparison.Ordinal) + "\n");

        Assert.Equal(kind, imported.Reports.SingleOrDefault()?.Kind);
    }

    [Fact]
    public async Task A_table_that_is_said_to_be_gdelt_and_is_not_is_refused()
    {
        var imported = await ImportProbe.ReadAsync("1\t2\t3\n", "--format", "gdelt");

        Assert.Equal(
            (1, "This is no table of GDELT 2 events: it has no column GLOBALEVENTID, SQLDATE, EventCode, ActionGeo_Type, "
                + "ActionGeo_FullName, DATEADDED and not 61 cells with tabs between."),
            (imported.Code, imported.Errors[^1]));
    }

    [Fact]
    public async Task Gtd_has_a_column_for_each_part_of_a_date_and_zero_for_what_is_unknown()
    {
        var imported = await FixtureAsync("gtd-invented.csv");

        Assert.Equal(
            [
                "The file is not UTF-8 (line 2); it was read as iso-8859-1. --encoding names another.",
                "The file is read as GTD, by its columns.",
                "line 4 (201501000003): is known to a range only, 2015-01-01 to 2015-01-31 (iday 0, approxdate January 2015), not to a day",
                "line 5 (2.01501E+11): eventid '2.01501E+11' has not 12 digits; a program for tables may have rounded it, and then several "
                    + "events have one id",
                "Regions: 2 by its name; 1 not to be found, the country instead.",
                "5 rows read, 3 made a report, 2 rejected: 1 date-range, 1 invalid-field.",
            ],
            imported.Errors);
        var (first, second, third) = (imported.Reports[0], imported.Reports[1], imported.Reports[2]);
        Assert.Equal(("CO-DC", "Bogotá", "vehicle-bomb", 1, null), (first.Region, first.Town, first.Kind, first.Killed, first.Wounded));
        Assert.Equal(
            ("CO-NAR", "Túquerres", "armed-assault", 2, 4),
            (second.Region, second.Town, second.Kind, second.Killed, second.Wounded));
        Assert.Null(second.Location);
        Assert.Contains("GTD doubts", second.Summary, StringComparison.Ordinal);
        Assert.Equal(("CO", null, Precision.Region, null), (third.Region, third.Town, third.Precision, third.Killed));
        Assert.Empty(third.Actors);
    }

    [Fact]
    public async Task A_month_of_gtd_that_is_kept_adds_neither_a_town_nor_deaths()
    {
        var kept = (await FixtureAsync("gtd-invented.csv", "--ranges", "keep")).Reports.Single(static r => r.ReportId == "201501000003");

        Assert.Equal((Precision.Area, null, "2015-01-31"), (kept.Precision, kept.Killed, kept.OccurredAt.ToString("yyyy-MM-dd", null)));
    }

    [Fact]
    public async Task Gdacs_is_known_by_its_properties_and_needs_kinds_of_hazards()
    {
        var imported = await FixtureAsync("gdacs-invented.geojson", "--kind", "earthquake=troop-movement", "--kind", "FL=looting");

        Assert.Equal(
            ["EQ9000001 CL-RM troop-movement 1704441600", "FL9000002 BD-C looting 1704704400"],
            imported.Reports.Select(static r => $"{r.ReportId} {r.Region} {r.Kind} {r.Revision}"));
        Assert.Equal(
            "Invented earthquake in Chile. Magnitude 6.1M, Depth:10km (invented). GDACS alert level Orange.",
            imported.Reports[0].Summary);
        Assert.Equal(new DateTimeOffset(2024, 1, 5, 7, 4, 3, TimeSpan.Zero), imported.Reports[0].OccurredAt);
        Assert.All(imported.Reports, static r => Assert.Equal((Precision.Area, "A2"), (r.Precision, r.Grade.ToString())));
        Assert.Equal("3 rows read, 2 made a report, 1 passed over as no incidents, 0 rejected.", imported.Errors[^1]);

        var without = await FixtureAsync("gdacs-invented.geojson");
        Assert.Equal(3, without.Code);
        Assert.Contains(
            "unknown kind 'earthquake' (--kind 'earthquake=KIND' says what it is)",
            without.Errors[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usgs_is_known_by_its_properties()
    {
        var imported = await FixtureAsync("usgs-invented.geojson", "--kind", "earthquake=troop-movement");

        Assert.Equal(["us9000aaa1 PK-BA", "us9000aaa2 US-AK"], imported.Reports.Select(static r => $"{r.ReportId} {r.Region}"));
        Assert.Equal(
            (1_704_441_843, new DateTimeOffset(2024, 1, 5, 7, 4, 3, TimeSpan.Zero)),
            (imported.Reports[0].Revision, imported.Reports[0].OccurredAt));
        Assert.Equal("M 5.1 - 3 km N of Quetta, Pakistan (invented).", imported.Reports[0].Summary);
        Assert.Equal("4 rows read, 2 made a report, 1 passed over as no incidents, 1 rejected: 1 unknown-region.", imported.Errors[^1]);
    }

    [Fact]
    public async Task Columns_of_a_known_data_set_that_were_renamed_can_be_named()
    {
        var file = (await File.ReadAllTextAsync(ImportProbe.Fixture("ucdp-ged-candidate-invented.csv")))
            .Replace("where_coordinates", "Lugar", StringComparison.Ordinal)
            .Replace(",best,", ",Muertos,", StringComparison.Ordinal);

        var imported = await ImportProbe.ReadAsync(file, "--field", "town=Lugar", "--field", "killed=Muertos");

        Assert.Equal(("El Fasher", 4), (imported.Reports[0].Town, imported.Reports[0].Killed));
    }

    private static Task<Imported> FixtureAsync(string name, params string[] arguments) =>
        ImportProbe.RunAsync([ImportProbe.Fixture(name), .. arguments]);
}
