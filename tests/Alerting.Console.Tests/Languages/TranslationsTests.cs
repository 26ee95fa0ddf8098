using System.Text.RegularExpressions;
using Alerting.Console.Languages;
using Xunit;

namespace Alerting.Console.Tests.Languages;

/// <summary>Every text of the console in every language.</summary>
public sealed partial class TranslationsTests
{
    private const char Form = '|';

    public static TheoryData<string> Codes => [.. SpokenLanguage.All.Skip(1).Select(static language => language.Code)];

    [Fact]
    public void Every_text_is_written_where_it_is_said() => Assert.Empty(SpokenSources.UnreadableCalls());

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_text_is_translated_and_nothing_that_nobody_says(string code)
    {
        var said = SpokenSources.Keys().Keys.Concat(SpokenSources.Names()).Order(StringComparer.Ordinal);
        var translated = SpokenSources.Texts(code).Keys.Order(StringComparer.Ordinal);
        Assert.Equal(said, translated);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_translation_has_the_values_of_its_text_and_the_forms_of_its_language(string code)
    {
        var language = SpokenLanguage.Find(code);
        var texts = SpokenSources.Texts(code);
        Assert.Multiple([.. SpokenSources.Keys().Select(key => (Action)(() =>
        {
            var (text, hasForms) = key;
            var forms = hasForms ? texts[text].Split(Form) : [texts[text]];
            Assert.True(!hasForms || forms.Length == Plurals.FormsOf(language), $"{code}: {text} has {forms.Length} forms.");

            // The number itself may be said in a word by a form of one or two.
            Assert.All(forms, form => Assert.Subset(
                SpokenSources.Placeholders(text).ToHashSet(), SpokenSources.Placeholders(form).ToHashSet()));
            Assert.Equal(SpokenSources.Placeholders(text), SpokenSources.Placeholders(forms[^1]));
        }))]);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Nothing_is_left_empty_or_has_a_form_too_many(string code) => Assert.All(SpokenSources.Texts(code), pair =>
    {
        Assert.False(string.IsNullOrWhiteSpace(pair.Value), pair.Key);
        Assert.True(
            SpokenSources.Keys().GetValueOrDefault(pair.Key) || !pair.Value.Contains(Form, StringComparison.Ordinal), pair.Key);
    });

    /// <summary>Marks such as &amp;times; and names of products are the same in all languages.</summary>
    [Fact]
    public void Markup_says_nothing_by_itself()
    {
        string[] alike = ["Alerting", "OpenAPI"];
        var words = SpokenSources.Files.Where(static file => file.Path.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(file => Words().Matches(Markup(file.Text))
                .Select(match => (Path.GetFileName(file.Path), Said: match.Groups["said"].Value.Trim(' ', ',', '-', '\n'))))
            .Where(said => !alike.Contains(said.Said)).ToList();
        Assert.Empty(words);
    }

    /// <summary>Without code, comments, entities and the words of switches.</summary>
    private static string Markup(string razor)
    {
        var code = razor.IndexOf("\n@code {", StringComparison.Ordinal);
        return Ignored().Replace(code < 0 ? razor : razor[..code], "");
    }

    [GeneratedRegex(@"</?[A-Za-z][^<>]*[\w""/]>(?<said>[^<>@{}""=()]*[A-Za-z]{2,}[^<>@{}""=()]*)<")]
    private static partial Regex Words();

    [GeneratedRegex(@"@\*[\s\S]*?\*@|&[a-z]+;|\bbreak;|\bcase [\w.]+:")]
    private static partial Regex Ignored();
}
