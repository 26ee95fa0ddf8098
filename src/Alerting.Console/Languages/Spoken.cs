using System.Globalization;
using System.Resources;
using Microsoft.AspNetCore.Components;

namespace Alerting.Console.Languages;

/// <summary>
/// What the console says, in the language of whoever looks at it. The English text is the key of its translations, so English needs no
/// resource, and each other language is one satellite assembly that is loaded when it is spoken. There is one language for as long as
/// a page is loaded: texts may be kept.
/// </summary>
internal static class Spoken
{
    /// <summary>Ends the text of a key; what follows tells apart words that are alike in English alone.</summary>
    private const char Context = '¦';

    /// <summary>Between the forms of a plural.</summary>
    private const char Form = '|';

    /// <summary>Begin and end of what is written from left to right or the other way, whatever stands around it.</summary>
    private const string Isolate = "\u2068", PopIsolate = "\u2069";

    private static ResourceSet? s_texts;

    /// <summary>Which language is spoken.</summary>
    public static SpokenLanguage Language { get; private set; } = SpokenLanguage.English;

    /// <summary>How numbers and times are written in it.</summary>
    public static CultureInfo Culture => Language.Culture;

    /// <summary>Speaks a language from now on; English where its texts cannot be had.</summary>
    /// <param name="language">Whose assembly is loaded.</param>
    public static void Begin(SpokenLanguage language)
    {
        if (language == SpokenLanguage.English)
        {
            return;
        }

        var texts = new ResourceManager("Alerting.Console.Languages.Texts", typeof(Spoken).Assembly)
            .GetResourceSet(new CultureInfo(language.Code), createIfNotExists: true, tryParents: false);
        (Language, s_texts) = texts is null ? (SpokenLanguage.English, null) : (language, texts);
    }

    /// <summary>A text.</summary>
    /// <param name="english">The text in English, its key.</param>
    public static string Of(string english) => s_texts is { } texts ? texts.GetString(english) ?? Plain(english) : Plain(english);

    /// <summary>A text with something in it.</summary>
    /// <param name="english">The text in English, its key, with <c>{0}</c> and so on.</param>
    /// <param name="values">What stands there.</param>
    public static string Of(string english, params object?[] values) => string.Format(Culture, Of(english), Isolated(values));

    /// <summary>A text of a number of things.</summary>
    /// <param name="count">How many; <c>{0}</c> of the text.</param>
    /// <param name="one">In English, of one.</param>
    /// <param name="several">In English, of any other number: the key of the forms that other languages have.</param>
    /// <param name="values">What stands in it besides, from <c>{1}</c> on.</param>
    public static string Count(long count, string one, string several, params object?[] values)
    {
        var text = s_texts?.GetString(several) is { } forms
            ? forms.Split(Form)[Plurals.FormOf(Language, count)]
            : Plain(count == 1 ? one : several);
        return string.Format(Culture, text, [count, .. Isolated(values)]);
    }

    /// <summary>A text with elements in it.</summary>
    /// <param name="english">The text in English, its key, with <c>{0}</c> and so on.</param>
    /// <param name="parts">What stands there: fragments, or what is written as text.</param>
    public static RenderFragment Mix(string english, params object?[] parts) => SpokenParts.Of(Of(english), parts);

    /// <summary>The name of a value; in English that under which it travels.</summary>
    public static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => s_texts?.GetString(KeyOf(value)) ?? EnumNames.ToName(value);

    /// <summary>The name of a value in words.</summary>
    public static string Words<TEnum>(TEnum value)
        where TEnum : struct, Enum => s_texts?.GetString(KeyOf(value)) ?? EnumNames.ToWords(value);

    /// <summary>A length of time.</summary>
    public static string Length(Duration length)
    {
        var words = length.ToWords().Split(' ');
        var amount = double.Parse(words[0], CultureInfo.InvariantCulture);
        return words[1] switch
        {
            "days" => Count((long)amount, "{0} day", "{0} days"),
            "h" => Count((long)amount, "{0} h", "{0} h"),
            "min" => Count((long)amount, "{0} min", "{0} min"),
            _ => Of("{0} s", Number(amount)),
        };
    }

    /// <summary>A number with at most two decimals, as few as need be.</summary>
    public static string Number(double value) => Number(value, "0.##");

    /// <summary>A number.</summary>
    public static string Number(double value, string format) => value.ToString(format, Culture);

    /// <summary>Several names, one after the other.</summary>
    public static string List(IEnumerable<string> names) => string.Join(Language.Comma, names);

    /// <summary>Several names, the last after "and"; of more than so many it is said how many they are.</summary>
    public static string List(IReadOnlyList<string> names, int most) => names.Count switch
    {
        var count when count > most => Of("{0} and {1} more", List(names.Take(most)), count - most),
        > 1 => Of("{0} and {1}", List(names.SkipLast(1)), names[^1]),
        _ => string.Concat(names),
    };

    /// <summary>A name, an id or a time with its own direction among words that are written the other way.</summary>
    public static string Apart(string text) => Language.IsRightToLeft && text.Length > 0 ? Isolate + text + PopIsolate : text;

    /// <summary>The key of the name of a value.</summary>
    internal static string KeyOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => $"{typeof(TEnum).Name}.{EnumNames.ToName(value)}";

    private static string Plain(string english) =>
        english.IndexOf(Context, StringComparison.Ordinal) is >= 0 and var end ? english[..end] : english;

    private static object?[] Isolated(object?[] values) =>
        Language.IsRightToLeft ? [.. values.Select(static value => value is string text ? Apart(text) : value)] : values;
}
