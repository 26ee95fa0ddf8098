using Alerting.Console.Thresholds;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Console.Tests.Thresholds;

public sealed class RecordWordsTests
{
    [Fact]
    public void A_record_is_said_in_a_line()
    {
        Assert.Equal("no alerts", RecordWords.Of(new RecordFigures(0, 0, null, 0, null, null, null)));
        Assert.Equal(
            "1 alert; false alarms none reviewed; acknowledged after nobody did",
            RecordWords.Of(new RecordFigures(1, 0, 0, 0, null, null, null)));
        Assert.Equal(
            "1,200 alerts; false alarms 25 %: 2 of 8 reviewed; acknowledged after 4 min",
            RecordWords.Of(new RecordFigures(1_200, 8, 8 / 1_200.0, 2, 0.25, Duration.Parse("PT4M12.34S"), null)));
        Assert.Equal("4 min after the raise, the median", RecordWords.After(Duration.Parse("PT4M12.34S")));
        Assert.Equal("none so far", RecordWords.After(null));
    }

    [Theory]
    [InlineData("PT12.6S", "13 s")]
    [InlineData("PT59M", "59 min")]
    [InlineData("PT90M", "1.5 h")]
    [InlineData("P5D", "5 days")]
    [InlineData(null, "never")]
    public void Times_are_said_no_more_exactly_than_people_do(string? median, string words) =>
        Assert.Equal(words, RecordWords.Time(median is null ? null : Duration.Parse(median), "never"));
}
