namespace Alerting.Engine.Names;

/// <summary>Whether two different names of one region may well be one town in two spellings.</summary>
public static class AlikeNames
{
    /// <summary>Names this long may differ in one letter.</summary>
    public const int MinLettersOfOneEdit = 6;

    /// <summary>Names this long may differ in two.</summary>
    public const int MinLettersOfTwoEdits = 10;

    /// <summary>
    /// Whether the names' skeletons agree, or a letter (of long names that begin with the same sound, two) inserted, left
    /// out, replaced or swapped with its neighbour makes one of them the other; names with different numbers in them are not
    /// alike. True of spellings that are equal. It proves nothing: towns of a region are sometimes called alike.
    /// </summary>
    public static bool AreAlike(NameShape first, NameShape second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Folded == second.Folded)
        {
            return true;
        }

        if (!HaveSameNumbers(first.Letters, second.Letters))
        {
            return false;
        }

        if (first.Skeleton.Length >= NameShape.MinSkeleton && first.Skeleton == second.Skeleton)
        {
            return true;
        }

        // Names in -iyah and the like have most of their letters in common: two edits at the beginning make another name.
        var edits = Math.Min(first.Letters.Length, second.Letters.Length) switch
        {
            >= MinLettersOfTwoEdits when first.Skeleton[0] == second.Skeleton[0] => 2,
            >= MinLettersOfOneEdit => 1,
            _ => 0,
        };
        return edits > 0 && NearestName.IsWithin(first.Letters, second.Letters, edits);
    }

    /// <summary>Whether two names have the same digits in the same order: Sector 7 and Sector 8 are never one.</summary>
    private static bool HaveSameNumbers(string first, string second)
    {
        var other = 0;
        foreach (var c in first)
        {
            if (!char.IsAsciiDigit(c))
            {
                continue;
            }

            other = NextDigit(second, other);
            if (other == second.Length || second[other++] != c)
            {
                return false;
            }
        }

        return NextDigit(second, other) == second.Length;
    }

    private static int NextDigit(string letters, int from)
    {
        var digit = letters.AsSpan(from).IndexOfAnyInRange('0', '9');
        return digit < 0 ? letters.Length : from + digit;
    }
}
