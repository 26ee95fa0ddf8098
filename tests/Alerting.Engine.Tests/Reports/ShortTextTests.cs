using Alerting.Engine.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Reports;

public sealed class ShortTextTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("short", "short")]
    [InlineData("exactly 20 long text", "exactly 20 long text")]
    [InlineData("three towns were hit at once", "three towns were…")]
    [InlineData("withoutanyspaceinalltext", "withoutanyspaceinal…")]
    [InlineData("012345678901234567😀😀", "012345678901234567…")]
    public void Ends_after_a_whole_word_and_never_within_a_character(string? text, string? expected) => Assert.Equal(expected, ShortText.Cut(text, 20));

    [Fact]
    public void Is_never_longer_than_asked_for_and_begins_as_the_text_does() =>
        Gen.Select(Gen.String[Gen.Char["ab 😀é"], 0, 60], Gen.Int[2, 40]).Sample(static (text, max) =>
        {
            var cut = ShortText.Cut(text, max);
            Assert.True(cut.Length <= max, $"{cut.Length} of {max}");
            Assert.True(text.Length <= max ? cut == text : text.StartsWith(cut[..^1], StringComparison.Ordinal) && cut[^1] == '…');
        });
}
