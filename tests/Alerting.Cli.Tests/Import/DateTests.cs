using Alerting.Cli.Import.Dates;
using Xunit;

namespace Alerting.Cli.Tests.Import;

public sealed class DateTests
{
    private const int LatestYear = 2026;

    [Theory]
    [InlineData("28-Dec-22")]
    [InlineData("28 Dec 2022")]
    [InlineData("28 December 2022")]
    [InlineData("28-DEC-2022")]
    [InlineData("28. Dec. 2022")]
    [InlineData("December 28, 2022")]
    [InlineData("Dec 28 2022")]
    [InlineData("28/12/2022")]
    [InlineData("28.12.22")]
    [InlineData("28-12-2022")]
    [InlineData("2022-12-28")]
    [InlineData("2022/12/28")]
    [InlineData("2022-12-28 00:00:00.000")]
    [InlineData("2022-12-28T00:00:00")]
    [InlineData("20221228")]
    public void A_day_without_time_of_day_is_its_noon(string text)
    {
        Assert.True(new DateReader(DateOrder.Dmy, LatestYear).TryRead(text, out var time));

        Assert.Equal(new EventTime(new DateTimeOffset(2022, 12, 28, 12, 0, 0, TimeSpan.Zero), IsDay: true), time);
    }

    [Theory]
    [InlineData("2022-12-28T14:30:00Z", "2022-12-28T14:30:00+00:00")]
    [InlineData("2022-12-28T14:30:00.25+03:00", "2022-12-28T14:30:00.25+03:00")]
    [InlineData("2022-12-28 14:30", "2022-12-28T14:30:00+00:00")]
    [InlineData("2022-12-28T00:00:00Z", "2022-12-28T00:00:00+00:00")]
    [InlineData("28/12/2022 2:30 PM", "2022-12-28T14:30:00+00:00")]
    [InlineData("28-Dec-22 14:30:05 UTC", "2022-12-28T14:30:05+00:00")]
    [InlineData("20221228143005", "2022-12-28T14:30:05+00:00")]
    public void A_time_of_day_counts_in_utc_unless_it_has_an_offset(string text, string expected)
    {
        Assert.True(new DateReader(DateOrder.Dmy, LatestYear).TryRead(text, out var time));

        Assert.Equal((DateTimeOffset.Parse(expected, null), false), (time.At, time.IsDay));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2022-02-30")]
    [InlineData("31/13/2022")]
    [InlineData("00/12/2022")]
    [InlineData("28/12-2022")]
    [InlineData("28-Foo-22")]
    [InlineData("2022")]
    [InlineData("44923")]
    [InlineData("2022-12-28 25:00")]
    [InlineData("2022-12-28T14:30:00+15:00")]
    public void What_is_no_date_is_not_read(string text) => Assert.False(new DateReader(DateOrder.Dmy, LatestYear).TryRead(text, out _));

    [Fact]
    public void A_date_that_may_be_two_is_not_read_where_the_order_is_not_known() =>
        Assert.False(new DateReader(null, LatestYear).TryRead("03/04/2022", out _));

    [Theory]
    [InlineData("28-Dec-26", 2026)]
    [InlineData("28-Dec-27", 1927)]
    [InlineData("28-Dec-95", 1995)]
    public void A_year_of_two_digits_is_not_beyond_the_next(string text, int year)
    {
        Assert.True(new DateReader(DateOrder.Dmy, LatestYear).TryRead(text, out var time));

        Assert.Equal(year, time.Day.Year);
    }

    [Theory]
    [InlineData("03/04/2022|28/12/2022", "2022-04-03", "Dates are read as day/month/year, as '28/12/2022' in line 3 can only be.")]
    [InlineData("03/04/2022|12/28/2022", "2022-03-04", "Dates are read as month/day/year, as '12/28/2022' in line 3 can only be.")]
    [InlineData(
        "03/04/2022|05/06/2022",
        "2022-04-03",
        "Dates such as '03/04/2022' in line 2 are read as day/month/year; nothing in the file tells whether that is so, --date-order mdy "
            + "reads them the other way.")]
    public async Task The_order_of_day_and_month_is_found_from_the_whole_file_and_said(string dates, string first, string said)
    {
        var imported = await ImportAsync(dates);

        Assert.Equal(first, imported.Reports[0].OccurredAt.ToString("yyyy-MM-dd", null));
        Assert.Equal(2, imported.Reports.Count);
        Assert.Contains(said, imported.Errors);
    }

    [Theory]
    [InlineData("dmy", "2022-04-03")]
    [InlineData("mdy", "2022-03-04")]
    public async Task The_order_that_is_stated_holds_and_what_is_of_the_other_is_rejected(string order, string first)
    {
        var imported = await ImportAsync("03/04/2022|28/12/2022|12/28/2022", "--date-order", order);

        Assert.Equal(first, imported.Reports[0].OccurredAt.ToString("yyyy-MM-dd", null));
        Assert.Contains("is not a date", imported.Reject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_both_orders_is_refused_with_a_line_of_each()
    {
        var imported = await ImportAsync("03/04/2022|28/12/2022|12/28/2022");

        Assert.Equal(1, imported.Code);
        Assert.StartsWith(
            "The day goes first in '28/12/2022' in line 3, the month in '12/28/2022' in line 4; ",
            imported.Errors[^1],
            StringComparison.Ordinal);
        Assert.Empty(imported.Lines);
    }

    [Fact]
    public async Task Nothing_is_said_where_no_date_leaves_it_open() =>
        Assert.Equal("2 rows read, 2 made a report, 0 rejected.", Assert.Single((await ImportAsync("2022-04-03|28-Dec-22")).Errors));

    private static Task<Imported> ImportAsync(string dates, params string[] arguments)
    {
        var rows = dates.Split('|').Select(static (date, index) => $"{index},{date},ied,IQ-AN");
        return ImportProbe.ReadAsync(
            $"reportId,occurredAt,kind,region\n{string.Join('\n', rows)}\n", ["--format", "csv", "--source", "desk", .. arguments]);
    }
}
