using Alerting.Console.Languages;
using Xunit;

namespace Alerting.Console.Tests.Languages;

/// <summary>Which form of a plural a number takes.</summary>
public sealed class PluralsTests
{
    [Theory]
    [InlineData("en", 0, 1)]
    [InlineData("en", 1, 0)]
    [InlineData("en", 2, 1)]
    [InlineData("fr", 0, 0)]
    [InlineData("fr", 1, 0)]
    [InlineData("fr", 2, 1)]
    [InlineData("fr", 21, 1)]
    [InlineData("ar", 0, 0)]
    [InlineData("ar", 1, 1)]
    [InlineData("ar", 2, 2)]
    [InlineData("ar", 3, 3)]
    [InlineData("ar", 10, 3)]
    [InlineData("ar", 11, 4)]
    [InlineData("ar", 99, 4)]
    [InlineData("ar", 100, 5)]
    [InlineData("ar", 102, 5)]
    [InlineData("ar", 103, 3)]
    [InlineData("ar", 110, 3)]
    [InlineData("ar", 111, 4)]
    [InlineData("ar", 1_000, 5)]
    public void A_number_takes_the_form_that_its_language_has_for_it(string code, long count, int form)
    {
        var language = SpokenLanguage.Find(code);
        Assert.Equal(form, Plurals.FormOf(language, count));
        Assert.InRange(form, 0, Plurals.FormsOf(language) - 1);
    }

    [Fact]
    public void Nothing_is_fewer_than_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Plurals.FormOf(SpokenLanguage.Arabic, -1));
}
