using System.Text.RegularExpressions;
using CsCheck;
using Xunit;

namespace Alerting.Contracts.Tests;

public sealed class SlugTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("simultaneous-assaults", true)]
    [InlineData("-", true)]
    [InlineData("7", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("A", false)]
    [InlineData("a_b", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("é", false)]
    public void Takes_lower_case_letters_digits_and_hyphens(string? text, bool isValid) => Assert.Equal(isValid, Slug.IsValid(text));

    [Fact]
    public void Takes_64_characters_at_most()
    {
        Assert.True(Slug.IsValid(new string('a', Slug.MaxLength)));
        Assert.False(Slug.IsValid(new string('a', Slug.MaxLength + 1)));
    }

    [Fact]
    public void Takes_what_its_pattern_matches() =>
        Gen.Char["aAz09-_ é"].Array[0, 66].Select(static c => new string(c)).Sample(static text =>
            Slug.IsValid(text) == Regex.IsMatch(text, Slug.Pattern, RegexOptions.ECMAScript));
}
