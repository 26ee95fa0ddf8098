using CsCheck;
using Xunit;

namespace Alerting.Contracts.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("PT2H", 2 * 3_600)]
    [InlineData("P28D", 28 * 86_400)]
    [InlineData("P1W", 7 * 86_400)]
    [InlineData("P1WT1S", (7 * 86_400) + 1)]
    [InlineData("P1DT2H3M4.5S", 86_400 + 7_200 + 180 + 4.5)]
    [InlineData("PT0S", 0)]
    [InlineData("PT90M", 5_400)]
    [InlineData("PT.5H", 1_800)]
    public void Reads_a_duration_and_keeps_how_it_was_written(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out var value));
        Assert.Equal(TimeSpan.FromSeconds(seconds), value.Value);
        Assert.Equal(text, value.ToString());
        Assert.Matches(Duration.Pattern, text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("2H")]
    [InlineData("PT2")]
    [InlineData("PT2h")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("PT1S1H")]
    [InlineData("PT1H1H")]
    [InlineData("P-1D")]
    [InlineData("-P1D")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("P36526D")]
    [InlineData("PT1,5S")]
    public void Refuses_everything_else(string? text)
    {
        Assert.False(Duration.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Duration.Parse(text!));
    }

    [Fact]
    public void Writes_what_it_reads_back() =>
        Gen.Long[0, TimeSpan.TicksPerDay * 36_525]
            .Sample(ticks => Duration.Parse(Duration.From(TimeSpan.FromTicks(ticks)).ToString()).Ticks == ticks);

    [Fact]
    public void Is_the_same_however_it_is_written()
    {
        Assert.Equal(Duration.Parse("PT120M"), Duration.Parse("PT2H"));
        Assert.Equal(Duration.Parse("PT120M").GetHashCode(), Duration.Parse("PT2H").GetHashCode());
        Assert.NotEqual(Duration.Parse("PT121M"), Duration.Parse("PT2H"));
    }

    [Theory]
    [InlineData("PT15M", "15 min")]
    [InlineData("PT2H", "2 h")]
    [InlineData("P1D", "24 h")]
    [InlineData("P3D", "3 days")]
    [InlineData("P1W", "7 days")]
    [InlineData("PT1.5S", "1.5 s")]
    [InlineData("PT90S", "90 s")]
    public void Is_said_in_words(string text, string words) => Assert.Equal(words, Duration.Parse(text).ToWords());
}
