using System.Buffers;
using System.Globalization;
using System.Text;

namespace Alerting.Reports;

/// <summary>
/// Names as people write them are compared without case, diacritics, apostrophes and extra white space:
/// "Al  Fallūjah", "al fallujah" and "Al Fallu'jah" are one town.
/// </summary>
public static class PlaceName
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.,()/");

    /// <summary>The form in which two spellings of a name are equal. Empty when nothing but ignored characters is left.</summary>
    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.AsSpan().ContainsAnyExcept(s_plain))
        {
            return name;
        }

        var text = new StringBuilder(name.Length);
        var space = false;
        foreach (var c in name)
        {
            if (char.IsWhiteSpace(c))
            {
                space = text.Length > 0;
            }
            else if (!IsIgnored(c))
            {
                if (space)
                {
                    text.Append(' ');
                    space = false;
                }

                text.Append(BaseLetters.Of(char.ToLowerInvariant(c)));
            }
        }

        return text.ToString();
    }

    // Apostrophes in all the shapes that transliterations of Arabic and Hebrew use for hamza and ayn.
    private static bool IsIgnored(char c) =>
        c is '\'' or '`' or '´' or '‘' or '’' or '‛' or 'ʻ' or 'ʼ' or 'ʽ' or 'ʾ' or 'ʿ' or 'ˈ' or '′' or '＇' or '՚' or '״' or '׳'
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;
}
