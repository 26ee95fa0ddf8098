using Alerting.Reports;

namespace Alerting.Engine.Names;

/// <summary>The syllables of Korean, which Unicode decomposes by a formula (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    public const int FirstSyllable = 0xAC00;
    public const int LastSyllable = 0xD7A3;

    private const int Vowels = 21;
    private const int Trailings = 28;

    public static (int Leading, int Vowel, int? Trailing) Decompose(int syllable)
    {
        var index = syllable - FirstSyllable;
        var trailing = index % Trailings;
        return (0x1100 + (index / (Vowels * Trailings)), 0x1161 + (index / Trailings % Vowels), trailing == 0 ? null : 0x11A7 + trailing);
    }
}
