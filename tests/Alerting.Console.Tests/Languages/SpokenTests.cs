using Alerting.Alerts;
using Alerting.Console.Languages;
using Alerting.Thresholds;
using Bunit;
using Xunit;

namespace Alerting.Console.Tests.Languages;

/// <summary>Texts in English, which need no resource.</summary>
public sealed class SpokenTests : BunitContext
{
    [Fact]
    public void What_tells_apart_words_that_are_alike_is_not_said() => Assert.Equal("Change", Spoken.Of("Change¦verb"));

    [Fact]
    public void Values_stand_where_the_text_has_them() =>
        Assert.Equal("3 of 4 thresholds are shown.", Spoken.Of("{0} of {1} thresholds are shown.", 3, 4));

    [Theory]
    [InlineData(0, "0 regions")]
    [InlineData(1, "1 region")]
    [InlineData(2, "2 regions")]
    public void A_number_has_its_plural(long count, string text) =>
        Assert.Equal(text, Spoken.Count(count, "{0} region", "{0} regions"));

    [Fact]
    public void Values_are_called_as_they_travel_or_in_words()
    {
        Assert.Equal("severe", Spoken.Name(Severity.Severe));
        Assert.Equal("false alarm", Spoken.Words(DispositionValue.FalseAlarm));
    }

    [Theory]
    [InlineData("P28D", "28 days")]
    [InlineData("PT36H", "36 h")]
    [InlineData("PT90M", "90 min")]
    [InlineData("PT1.5S", "1.5 s")]
    public void Lengths_of_time_are_said_in_words(string length, string words) =>
        Assert.Equal(words, Spoken.Length(Duration.Parse(length)));

    [Fact]
    public void Of_many_names_it_is_said_how_many_more_there_are()
    {
        Assert.Equal("", Spoken.List([], 2));
        Assert.Equal("A", Spoken.List(["A"], 2));
        Assert.Equal("A and B", Spoken.List(["A", "B"], 2));
        Assert.Equal("A, B and 2 more", Spoken.List(["A", "B", "C", "D"], 2));
    }

    [Fact]
    public void Elements_stand_where_the_text_has_them() => Render(Spoken.Mix("The key of {0}, shown {1}:", SpokenParts.Bold("<Ann>"), 1))
        .MarkupMatches("The key of <b>&lt;Ann&gt;</b>, shown 1:");
}
