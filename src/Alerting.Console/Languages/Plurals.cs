namespace Alerting.Console.Languages;

/// <summary>Which form of a plural a number takes, by the rules of CLDR for whole numbers.</summary>
internal static class Plurals
{
    private const int ArabicForms = 6;

    /// <summary>How many forms a language has.</summary>
    public static int FormsOf(SpokenLanguage language) => language == SpokenLanguage.Arabic ? ArabicForms : 2;

    /// <summary>
    /// The place of the form among those of the language: in Arabic of zero, one, two, few, many and other; else of one and other.
    /// </summary>
    /// <param name="count">Zero or more.</param>
    public static int FormOf(SpokenLanguage language, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (language == SpokenLanguage.Arabic)
        {
            return (count, count % 100) switch
            {
                ( <= 2, _) => (int)count,
                (_, >= 3 and <= 10) => 3,
                (_, >= 11) => 4,
                _ => 5,
            };
        }

        // In French nothing is one, too.
        return count == 1 || (count == 0 && language == SpokenLanguage.French) ? 0 : 1;
    }
}
