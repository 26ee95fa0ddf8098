using System.Text;
using AnyAscii;

namespace Alerting.Engine.Names;

/// <summary>
/// A name as it is compared with one that is spelled differently: its letters in the Latin alphabet, and the skeleton that
/// transliterations of one name share. <c>Al-Karmah</c>, <c>Garma</c> and <c>الكرمة</c> have the skeleton <c>krm</c>.
/// </summary>
/// <remarks>
/// Letters that transliterations write for one another are one class: k, q, g, gh, kh, x and c; t, d, th and dh; s, z and sh;
/// j and ch; f and ph; b and p; w, v and u; y and i. The classes of the first letter of the name and of all its consonants
/// make the skeleton: vowels, w, y and h count only where the name begins with them, there all vowels as one, and doubled
/// letters are single.
/// </remarks>
public sealed class NameShape
{
    /// <summary>A skeleton of fewer letters fits too many names to say anything.</summary>
    public const int MinSkeleton = 3;

    private const char Vowel = 'a';

    private NameShape(string folded, string letters)
    {
        Folded = folded;
        Letters = letters;
        Skeleton = SkeletonOf(letters);
    }

    /// <summary>The form in which spellings of one name are equal; see <see cref="NameFolding.Fold"/>.</summary>
    public string Folded { get; }

    /// <summary>The folded name transliterated: a..z and digits only.</summary>
    public string Letters { get; }

    /// <summary>Empty where nothing of the name can be transliterated.</summary>
    public string Skeleton { get; }

    /// <param name="name">As it was written, or folded.</param>
    public static NameShape Of(string name)
    {
        var folded = NameFolding.Fold(name);
        return new NameShape(folded, LettersOf(folded));
    }

    private static string LettersOf(string folded)
    {
        var letters = new StringBuilder(folded.Length);
        foreach (var c in folded.Transliterate())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                letters.Append(char.ToLowerInvariant(c));
            }
        }

        return letters.ToString();
    }

    private static string SkeletonOf(string letters)
    {
        var skeleton = new StringBuilder(letters.Length);
        for (var i = 0; i < letters.Length; i++)
        {
            var letter = ClassOf(letters[i]);
            if (i + 1 < letters.Length && letters[i + 1] == 'h')
            {
                letter = letters[i] switch
                {
                    'p' => 'f',
                    'c' => 'j',
                    _ => letter,
                };
            }

            // An h behind another letter is left out with it, be it half of a pair such as kh or a letter of its own.
            var counts = letter is not (Vowel or 'h') || i == 0;
            if (counts && (skeleton.Length == 0 || skeleton[^1] != letter))
            {
                skeleton.Append(letter);
            }
        }

        return skeleton.ToString();
    }

    private static char ClassOf(char letter) => letter switch
    {
        'q' or 'g' or 'x' or 'c' => 'k',
        'd' => 't',
        'z' => 's',
        'p' => 'b',
        'a' or 'e' or 'i' or 'o' or 'u' or 'v' or 'w' or 'y' => Vowel,
        _ => letter,
    };
}
