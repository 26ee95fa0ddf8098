using Alerting.Console.Languages;
using Xunit;

namespace Alerting.Console.Tests.Languages;

/// <summary>How numbers and times are written.</summary>
public sealed class SpokenCulturesTests
{
    private static readonly DateTime s_day = new(2026, 11, 30, 9, 5, 7);

    [Theory]
    [InlineData("en", "30 Nov 2026 09:05:07", "30 November 2026", "Mon")]
    [InlineData("fr", "30 nov. 2026 09:05:07", "30 novembre 2026", "lun.")]
    [InlineData("ar", "30 نوفمبر 2026 09:05:07", "30 نوفمبر 2026", "الاثنين")]
    public void Months_and_days_have_the_names_of_the_language(string code, string instant, string date, string day)
    {
        var culture = SpokenLanguage.Find(code).Culture;
        Assert.Equal(instant, s_day.ToString("d MMM yyyy HH:mm:ss", culture));
        Assert.Equal(date, s_day.ToString("d MMMM yyyy", culture));
        Assert.Equal(day, s_day.ToString("ddd", culture));
    }

    [Theory]
    [InlineData("en", "1,234.5")]
    [InlineData("fr", "1\u202F234,5")]
    [InlineData("ar", "1,234.5")]
    public void Numbers_are_written_as_the_language_does(string code, string number) =>
        Assert.Equal(number, 1_234.5.ToString("#,##0.0", SpokenLanguage.Find(code).Culture));

    [Fact]
    public void A_code_that_is_not_known_is_English() => Assert.Equal(SpokenLanguage.English, SpokenLanguage.Find("de"));
}
