using System.Buffers;
using Alerting.Reports;

namespace Alerting.Engine.Names;

/// <summary>
/// Folds names of towns and actors, so that two spellings of one name become equal. Ignored are case, marks on
/// letters of Latin, Greek, Cyrillic, Hebrew and Arabic, apostrophes, hyphens, points, spaces, tatweel and a leading
/// article: "Al-Karmah", "al karma'h" and "Karmah" are one town. Marks of other scripts are vowels and stay, and
/// nothing is transliterated.
/// </summary>
public static class NameFolding
{
    // Longer names, which are rare, need an array.
    private const int UsualLetters = 128;

    private static readonly SearchValues<char> s_plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789,()/");

    /// <summary>
    /// The folded form of a name: equal for two spellings of the same name. Only for comparing, never shown or
    /// stored. Empty when nothing but ignored characters is left.
    /// </summary>
    /// <remarks>
    /// Unicode's compatibility caseless matching (NFKC_Casefold of the decomposed name: full width, ligatures and
    /// presentation forms are plain letters, ß is ss, İ, I and ı are i, ς is σ), kept in decomposed form; then Latin
    /// letters become ASCII, and alef, yeh, kaf and heh with teh marbuta each one letter. The articles are al, el, ad, an, ar, as, at,
    /// ash, az, the, la and le as words of their own before a space or hyphen, and the Arabic one also written on to its
    /// word; each only where three letters remain. A folded name folds to itself.
    /// </remarks>
    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.AsSpan().ContainsAnyExcept(s_plain))
        {
            return name;
        }

        var folded = new FoldedName(stackalloc int[UsualLetters]);
        folded.Append(name);
        folded.RemoveArticle();
        return folded.ToString();
    }
}
