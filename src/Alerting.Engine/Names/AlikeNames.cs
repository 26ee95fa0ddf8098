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
    /// out, replaced or swapped with its neighbour makes one of them the other. True of spellings that are equal. It proves
    /// nothing: towns of a region are sometimes called alike.
    /// </summary>
    public static bool AreAlike(NameShape first, NameShape second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Folded == second.Folded)
        {
            return true;
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
}
