using System.Globalization;

namespace Alerting.Console.Languages;

/// <summary>A language of the console.</summary>
/// <param name="Code">Of ISO 639-1.</param>
/// <param name="Name">As those who speak it write it.</param>
/// <param name="IsRightToLeft">Whether it is written from right to left.</param>
/// <param name="Comma">Between the items of a list.</param>
/// <param name="Colon">Before what is said of something.</param>
/// <param name="Culture">How numbers and times are written in it.</param>
internal sealed record SpokenLanguage(
    string Code, string Name, bool IsRightToLeft, string Comma, string Colon, CultureInfo Culture)
{
    public static SpokenLanguage English { get; } = new("en", "English", false, ", ", ": ", CultureInfo.InvariantCulture);

    public static SpokenLanguage French { get; } = new("fr", "Français", false, ", ", "\u00A0: ", SpokenCultures.French());

    public static SpokenLanguage Arabic { get; } = new("ar", "العربية", true, "، ", ": ", SpokenCultures.Arabic());

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<SpokenLanguage> All { get; } = [English, French, Arabic];

    /// <summary>The language of a code; English where there is none of it.</summary>
    public static SpokenLanguage Find(string? code) => All.FirstOrDefault(language => language.Code == code) ?? English;
}
