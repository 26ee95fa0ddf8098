using System.Numerics;
using Alerting.Engine.Names;
using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>What is known of a town by its name alone.</summary>
internal sealed class TownLook
{
    private readonly NameShape _shape;
    private readonly int _skeleton;
    private readonly ulong _letters;

    /// <param name="region">Code of the region.</param>
    /// <param name="folded">Its name, folded.</param>
    public TownLook(string region, string folded)
    {
        _shape = NameShape.Of(folded);
        _skeleton = _shape.Skeleton.GetHashCode(StringComparison.Ordinal);
        _letters = NearestName.Letters(_shape.Letters);
        Point = KnownTowns.Find(region, folded);
    }

    /// <summary>Where the gazetteer has it; null where it knows none or several towns of that name in the region.</summary>
    public Location? Point { get; }

    /// <summary>Whether the names of two towns are alike.</summary>
    public bool MayBe(TownLook other) =>
        (_skeleton == other._skeleton || AreNear(_letters, other._letters)) && AlikeNames.AreAlike(_shape, other._shape);

    /// <summary>
    /// Cheap first comparison: two edits bring in two letters at most, and take out two. It spares nearly all towns of a
    /// window the comparison letter by letter.
    /// </summary>
    private static bool AreNear(ulong letters, ulong others) =>
        BitOperations.PopCount(letters & ~others) <= 2 && BitOperations.PopCount(others & ~letters) <= 2;
}
