using Alerting.Reports;
using Xunit;

namespace Alerting.Cli.Tests.Import;

public sealed class UcdpGedTests
{
    private const string Header = "best,iso_3166_2,id,date_start,date_end,date_prec,type_of_violence,where_prec,place,latitude,longitude,low,high";

    [Fact]
    public async Task Reads_the_original_columns_with_a_row_of_tags()
    {
        var imported = await ImportProbe.RunAsync("--format", "ucdp-ged", ImportProbe.Fixture("ucdp-ged-invented.csv"), "--regions", ImportProbe.Fixture("crosswalk-invented.csv"));

        Assert.Equal(0, imported.Code);
        var (first, second, third) = (imported.Reports[0], imported.Reports[1], imported.Reports[2]);
        Assert.Equal(3, imported.Reports.Count);
        Assert.Equal(("900001", "ucdp-ged", "IQ-AN", "ucdp-ged:900001", "B2"), (first.ReportId, first.Source, first.Region, first.IncidentId, first.Grade.ToString()));
        Assert.Equal(("Al Fallūjah", Precision.Town, new Location(33.35, 43.78)), (first.Town, first.Precision, first.Location!.Value));
        Assert.Equal(("armed-clash", 4, new DateTimeOffset(2014, 1, 3, 12, 0, 0, TimeSpan.Zero)), (first.Kind, first.Killed, first.OccurredAt));
        Assert.Equal(["Government of Iraq", "Invented Front"], first.Actors);
        Assert.Equal("Invented event one. Deaths: best 4, low 3, high 9.", first.Summary);
        Assert.Equal(("Hīt", Precision.Town, "shooting", 0), (second.Town, second.Precision, second.Kind, second.Killed));
        Assert.Contains("with a line break and a \"quote\"", second.Summary, StringComparison.Ordinal);
        Assert.Equal((null, Precision.Region, "armed-clash", "IQ-DI"), (third.Town, third.Precision, third.Kind, third.Region));
        Assert.Equal(
            [
                "line 7 (900004): is known to a range only, 2014-01-01 to 2014-05-31 (date_prec 5), not to a day",
                "line 8 (900005): no region is stated, neither by code nor by name",
                "5 rows read, 3 made a report, 2 rejected: 1 date-range, 1 unknown-region.",
            ],
            imported.Errors);
    }

    [Theory]
    [InlineData("1", Precision.Town)]
    [InlineData("2", Precision.Town)]
    [InlineData("3", Precision.Area)]
    [InlineData("4", Precision.Region)]
    [InlineData("5", Precision.Region)]
    [InlineData("6", Precision.Region)]
    [InlineData("7", Precision.Region)]
    public async Task A_place_to_within_25_km_is_a_town_and_a_province_pin_is_none(string wherePrecision, Precision expected)
    {
        var report = (await RowAsync(wherePrecision: wherePrecision)).Report;

        Assert.Equal((expected, expected == Precision.Region ? null : "Hīt"), (report.Precision, report.Town));
    }

    [Theory]
    [InlineData("1", Precision.Town)]
    [InlineData("2", Precision.Area)]
    public async Task Near_a_town_is_an_area_where_asked_for(string wherePrecision, Precision expected) =>
        Assert.Equal(expected, (await RowAsync(wherePrecision: wherePrecision, arguments: ["--near", "area"])).Report.Precision);

    [Theory]
    [InlineData("2", "2014-01-03", "2014-01-09")]
    [InlineData("1", "2014-01-03", "2014-01-09")]
    [InlineData("3", "2014-01-03", "2014-01-03")]
    [InlineData("5", "2014-01-01", "2014-05-31")]
    [InlineData("", "2014-01-03", "2014-01-03")]
    public async Task A_range_of_days_is_no_event_of_a_day(string datePrecision, string start, string end)
    {
        var imported = await RowAsync(datePrecision: datePrecision, start: start, end: end);

        Assert.Empty(imported.Lines);
        Assert.Contains("is known to a range only", imported.Reject, StringComparison.Ordinal);
        Assert.Equal(3, imported.Code);
    }

    [Theory]
    [InlineData("2", "2014-01-03", "2014-01-08")]
    [InlineData("2", "2014-01-08", "2014-01-08")]
    [InlineData("1", "2014-01-07", "2014-01-08")]
    public async Task A_range_of_up_to_six_days_stands_at_its_end_with_its_deaths_and_as_no_town(
        string datePrecision, string start, string end)
    {
        var report = (await RowAsync(datePrecision: datePrecision, start: start, end: end)).Report;

        Assert.Equal((Precision.Area, null, 2), (report.Precision, report.Town, report.Killed));
        Assert.Equal(new DateTimeOffset(2014, 1, 8, 12, 0, 0, TimeSpan.Zero), report.OccurredAt);
        Assert.Equal(
            $"Deaths: best 2, low 1, high 3. Some time from {start} to {end} (date_prec {datePrecision}). Place as given: Hīt.", report.Summary);
    }

    [Fact]
    public async Task A_short_range_in_a_province_stays_one_of_a_province()
    {
        var report = (await RowAsync(datePrecision: "2", start: "2014-01-03", end: "2014-01-04", wherePrecision: "4")).Report;

        Assert.Equal((Precision.Region, null, 2), (report.Precision, report.Town, report.Killed));
    }

    [Fact]
    public async Task All_ranges_are_rejected_where_asked_for()
    {
        var imported = await RowAsync(datePrecision: "2", start: "2014-01-03", end: "2014-01-04", arguments: ["--ranges", "reject"]);

        Assert.Equal("line 2 (7): is known to a range only, 2014-01-03 to 2014-01-04 (date_prec 2), not to a day", imported.Reject);
    }

    [Fact]
    public async Task A_range_that_is_kept_adds_neither_a_town_nor_deaths()
    {
        var report = (await RowAsync(datePrecision: "5", start: "2014-01-01", end: "2014-05-31", arguments: ["--ranges", "keep"])).Report;

        Assert.Equal((Precision.Area, "Hīt", null), (report.Precision, report.Town, report.Killed));
        Assert.Equal(new DateTimeOffset(2014, 5, 31, 12, 0, 0, TimeSpan.Zero), report.OccurredAt);
        Assert.Equal("Deaths: best 2, low 1, high 3. Some time from 2014-01-01 to 2014-05-31 (date_prec 5).", report.Summary);
    }

    [Theory]
    [InlineData("2014-01-03")]
    [InlineData("2014-01-03 00:00:00.000")]
    [InlineData("2014-01-03 00:00:00")]
    public async Task A_day_without_time_of_day_is_noon_in_both_styles(string day) =>
        Assert.Equal(new DateTimeOffset(2014, 1, 3, 12, 0, 0, TimeSpan.Zero), (await RowAsync(start: day, end: day)).Report.OccurredAt);

    [Theory]
    [InlineData("0", "type_of_violence '0' is not within 1..3")]
    [InlineData("4", "type_of_violence '4' is not within 1..3")]
    [InlineData("one", "type_of_violence 'one' is not a number")]
    public async Task A_type_of_violence_that_is_none_is_rejected(string type, string reason) =>
        Assert.Equal($"line 2 (7): {reason}", (await RowAsync(type: type)).Reject);

    [Theory]
    [InlineData("2014-02-30", "1", "date_start '2014-02-30' is not a date")]
    [InlineData("", "1", "date_start is empty")]
    [InlineData("2014-01-03", "8", "where_prec is not within 1..7")]
    [InlineData("2014-01-03", "1.5", "where_prec '1.5' is not an integer")]
    public async Task Cells_that_cannot_be_read_are_named(string start, string wherePrecision, string reason) =>
        Assert.Equal($"line 2 (7): {reason}", (await RowAsync(start: start, wherePrecision: wherePrecision)).Reject);

    [Fact]
    public async Task A_region_that_does_not_exist_is_rejected_with_the_one_that_may_be_meant() =>
        Assert.Equal("line 2 (7): unknown region 'IQ-AM'; did you mean 'IQ-AN' (Al Anbār), 'IQ-AR' (Arbīl) or 'IQ-MA' (Maysān)?", (await RowAsync(region: "IQ-AM")).Reject);

    [Fact]
    public async Task Grade_source_and_revision_can_be_stated()
    {
        var report = (await RowAsync(arguments: ["--grade", "C3", "--source", "ucdp-candidate", "--revision", "251"])).Report;

        Assert.Equal(("C3", "ucdp-candidate", 251, "ucdp-ged:7"), (report.Grade.ToString(), report.Source, report.Revision, report.IncidentId));
    }

    private static Task<Imported> RowAsync(
        string start = "2014-01-03",
        string? end = null,
        string datePrecision = "1",
        string type = "1",
        string wherePrecision = "1",
        string region = "IQ-AN",
        string[]? arguments = null) =>
        ImportProbe.ReadAsync(
            $"{Header}\n2,{region},7,{start},{end ?? start},{datePrecision},{type},{wherePrecision},Hīt town,33.6,42.8,1,3\n",
            ["--format", "ucdp-ged", .. arguments ?? []]);
}
