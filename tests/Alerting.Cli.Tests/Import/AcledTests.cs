using Alerting.Reports;
using Xunit;

namespace Alerting.Cli.Tests.Import;

public sealed class AcledTests
{
    [Fact]
    public async Task Reads_an_export_with_both_date_styles_a_byte_order_mark_and_line_breaks_in_quotes()
    {
        var imported = await ReadAsync();

        var (first, second, third) = (imported.Reports[0], imported.Reports[1], imported.Reports[2]);
        Assert.Equal((0, 3), (imported.Code, imported.Reports.Count));
        Assert.Equal(("IRQ990001", "acled", "IQ-AN", "acled:IRQ990001", "B2"), (first.ReportId, first.Source, first.Region, first.IncidentId, first.Grade.ToString()));
        Assert.Equal(("Ramadi", Precision.Town, "armed-clash", 5, 1_600_000_000), (first.Town, first.Precision, first.Kind, first.Killed, first.Revision));
        Assert.Equal(["Invented Front", "Police Forces of Iraq"], first.Actors);
        Assert.Equal("Invented event: on 3 January,\nan attack that never was.", first.Summary);
        Assert.Equal(new DateTimeOffset(2014, 1, 3, 12, 0, 0, TimeSpan.Zero), first.OccurredAt);
        Assert.Equal(first.OccurredAt, second.OccurredAt);
        Assert.Equal(("suicide-bomb", "IQ-SD", Precision.Area, "Tikrit"), (second.Kind, second.Region, second.Precision, second.Town));
        Assert.Equal(("protest", "IQ-DI", Precision.Region, null), (third.Kind, third.Region, third.Precision, third.Town));
        Assert.Equal("Invented event. Place as given: Baquba.", third.Summary);
    }

    [Theory]
    [InlineData("town", Precision.Town)]
    [InlineData("area", Precision.Area)]
    public async Task Near_a_town_is_what_is_asked_for(string near, Precision expected) =>
        Assert.Equal(expected, (await ReadAsync("--near", near)).Reports.Single(static r => r.Town == "Tikrit").Precision);

    [Fact]
    public async Task Lists_rejects_by_the_line_where_their_row_begins() => Assert.Equal(
        [
            "line 6 (IRQ990004): is known to the week of 2014-01-05 only (time_precision 2), not to a day",
            "line 7 (IRQ990005): no kind is known for sub_event_type 'Armed clahs' of 'Battles'; did you mean 'Armed clash'?",
            "line 8 (IRQ990006): the crosswalk has no region 'Atlantis' in Iraq",
            "6 rows read, 3 made a report, 3 rejected: 1 date-range, 1 unknown-kind, 1 unknown-region.",
        ],
        (await ReadAsync()).Errors);

    [Fact]
    public async Task A_week_that_is_kept_adds_neither_a_town_nor_deaths()
    {
        var report = (await ReadAsync("--ranges", "keep")).Reports.Single(static r => r.ReportId == "IRQ990004");

        Assert.Equal((Precision.Area, null), (report.Precision, report.Killed));
        Assert.Equal("Deaths: 7. Invented event. Some time in the week of 2014-01-05.", report.Summary);
    }

    [Fact]
    public async Task A_stated_revision_goes_before_the_time_of_the_last_change() =>
        Assert.All((await ReadAsync("--revision", "3")).Reports, static r => Assert.Equal(3, r.Revision));

    private static Task<Imported> ReadAsync(params string[] arguments) => ImportProbe.RunAsync(
        ["--format=acled", ImportProbe.Fixture("acled-invented.csv"), $"--regions={ImportProbe.Fixture("crosswalk-invented.csv")}", .. arguments]);
}
