using Alerting.Engine.Incidents;
using Alerting.Places;
using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>Whether two towns of one region may be one.</summary>
internal static class TownLikeness
{
    /// <summary>Whether operators have said that they are two.</summary>
    public static bool AreSettled(SettledTown? first, SettledTown? second) =>
        first is not null && second is not null
        && ((first.IsPlace && second.IsPlace) || first.Others.Intersect(second.Names, StringComparer.Ordinal).Any());

    /// <param name="first">A town.</param>
    /// <param name="firstPoint">Where it lies, as far as anybody says.</param>
    /// <param name="second">Another town of its region.</param>
    /// <param name="secondPoint">Where that lies.</param>
    /// <returns>Why they may be one; null when they are two.</returns>
    public static NameDoubtReason? Between(DistinctTown first, Location? firstPoint, DistinctTown second, Location? secondPoint)
    {
        if (AreSettled(first.Settled, second.Settled))
        {
            return null;
        }

        var (one, other) = (first.Look, second.Look);
        var areNear = firstPoint is { } near && secondPoint is { } otherNear && Distance.IsWithin(near, otherNear, Distance.OfOneTown);

        // Two towns that the gazetteer knows are settled: it names no town twice, unless it does so at one place.
        return (one.Point is null || other.Point is null) && one.MayBe(other) ? NameDoubtReason.AlikeNames
            : areNear ? NameDoubtReason.NearEachOther
            : null;
    }
}
