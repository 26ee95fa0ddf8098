using System.Text;

namespace Alerting.Console.Shown;

/// <summary>
/// Names as people type them who have no key for ā or ş: small letters without marks, apostrophes left out, hyphens as spaces. It is for
/// searching what is shown alone. A table of Unicode's decompositions (and of the letters with strokes, which have none), since
/// <see cref="string.Normalize(NormalizationForm)"/> does nothing where there is no data of cultures, as in the browser.
/// </summary>
internal static class PlainLetters
{
    private const char FirstLatin = '\u00C0';
    private const char FirstAdditional = '\u1E00';

    /// <summary>Latin-1, Latin Extended-A and -B, from U+00C0 on; a point where a letter stays as it is.</summary>
    private const string Latin =
        "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggg" +
        "hhhhiiiiiiiiii..jjkk.llllll..llnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz.bb.....c" +
        "cdd........g...ikkl..n.ooo..pp.........uu.vyyzz......................aaiioouuuuuuuuuu.aaaa..ggggkkoo" +
        "oo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy...............b............";

    /// <summary>Latin Extended Additional, from U+1E00 on.</summary>
    private const string Additional =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss" +
        "ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeee" +
        "iiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

    /// <summary>Whether a name has a text in it, however either is written.</summary>
    public static bool Contains(string name, string text) => Of(name).Contains(Of(text), StringComparison.Ordinal);

    /// <summary>Whether two names are the same, however either is written.</summary>
    public static bool AreEqual(string one, string other) => Of(one) == Of(other);

    /// <summary>The plain letters of a name.</summary>
    public static string Of(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (letter is '-')
            {
                plain.Append(' ');
            }
            else if (!IsDropped(letter))
            {
                plain.Append(Of(letter));
            }
        }

        return plain.ToString();
    }

    /// <summary>Marks that stand by themselves, apostrophes, and the letters that are written like them.</summary>
    private static bool IsDropped(char letter) =>
        letter is '\'' or '`' or '\u2018' or '\u2019' or (>= '\u02B0' and <= '\u036F');

    private static char Of(char letter)
    {
        var plain = letter switch
        {
            >= FirstLatin when letter - FirstLatin < Latin.Length => Latin[letter - FirstLatin],
            >= FirstAdditional when letter - FirstAdditional < Additional.Length => Additional[letter - FirstAdditional],
            _ => '.',
        };
        return plain == '.' ? char.ToLowerInvariant(letter) : plain;
    }
}
