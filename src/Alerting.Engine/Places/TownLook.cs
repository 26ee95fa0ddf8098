using System.Numerics;
using Alerting.Engine.Names;
using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>What is known of a town by its names alone.</summary>
internal sealed class TownLook
{
    private readonly NameShape _shape;
    private readonly int _skeleton;
    private readonly ulong _letters;

    /// <summary>The same of the names that an operator says are this town's as well; mostly none.</summary>
    private readonly TownLook[] _more = [];

    /// <param name="region">Code of the region.</param>
    /// <param name="folded">Its name, folded.</param>
    public TownLook(string region, string folded)
    {
        _shape = NameShape.Of(folded);
        _skeleton = _shape.Skeleton.GetHashCode(StringComparison.Ordinal);
        _letters = NearestName.Letters(_shape.Letters);
        Point = KnownTowns.Find(region, folded);
    }

    /// <param name="region">Code of the region.</param>
    /// <param name="settled">What operators have said of it.</param>
    public TownLook(string region, SettledTown settled)
        : this(region, settled.Names[0])
    {
        _more = [.. settled.Names.Skip(1).Select(name => new TownLook(region, name))];
        Point = settled.Location ?? Point ?? _more.Select(static look => look.Point).FirstOrDefault(static point => point is not null);
    }

    /// <summary>
    /// Where an operator or the gazetteer has it; null where nobody does, or where the gazetteer has several towns of that name
    /// in the region.
    /// </summary>
    public Location? Point { get; }

    /// <summary>Whether the names of two towns are alike.</summary>
    public bool MayBe(TownLook other) =>
        IsAlike(other) || Array.Exists(_more, own => own.MayBe(other)) || Array.Exists(other._more, IsAlike);

    /// <summary>
    /// Cheap first comparison: two edits bring in two letters at most, and take out two. It spares nearly all towns of a
    /// window the comparison letter by letter.
    /// </summary>
    private static bool AreNear(ulong letters, ulong others) =>
        BitOperations.PopCount(letters & ~others) <= 2 && BitOperations.PopCount(others & ~letters) <= 2;

    private bool IsAlike(TownLook other) =>
        (_skeleton == other._skeleton || AreNear(_letters, other._letters)) && AlikeNames.AreAlike(_shape, other._shape);
}
