using Alerting.Console.Languages;
using Alerting.Notifications.Texts;
using Xunit;

namespace Alerting.Console.Tests.Languages;

/// <summary>Words that messages of channels have too: whoever reads both reads the same.</summary>
public sealed class SharedWordsTests
{
    public static TheoryData<string> Codes => [.. SpokenLanguage.All.Skip(1).Select(static language => language.Code)];

    [Fact]
    public void The_languages_are_those_of_messages() =>
        Assert.Equal(Notifications.Texts.Languages.Codes, SpokenLanguage.All.Select(static language => language.Code).Order());

    [Theory]
    [MemberData(nameof(Codes))]
    public void Severities_changes_and_measures_have_the_words_of_messages(string code)
    {
        var messages = Notifications.Texts.Languages.Of(code);
        var texts = SpokenSources.Texts(code);
        Assert.All(messages.Severities, pair => Assert.Equal(pair.Value, texts[Spoken.KeyOf(pair.Key)], ignoreCase: true));
        Assert.All(messages.Changes, pair => Assert.Equal(pair.Value, texts[Spoken.KeyOf(pair.Key)], ignoreCase: true));
        Assert.All(messages.Measures, pair => Assert.Equal(pair.Value, texts[Spoken.KeyOf(pair.Key)], ignoreCase: true));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void It_is_written_in_the_direction_of_messages(string code) =>
        Assert.Equal(Notifications.Texts.Languages.Of(code).IsRightToLeft, SpokenLanguage.Find(code).IsRightToLeft);
}
