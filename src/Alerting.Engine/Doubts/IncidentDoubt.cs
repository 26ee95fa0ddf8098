using Alerting.Alerts;
using Alerting.Engine.Incidents;

namespace Alerting.Engine.Doubts;

/// <summary>
/// Whether two incidents of one region may be one: at most one of the conditions by which reports are joined fails, and mildly.
/// </summary>
internal static class IncidentDoubt
{
    /// <summary>Incidents of one town that are this many correlation windows apart may still be one.</summary>
    public const int MaxWindowsApart = 4;

    /// <param name="alike">Whether their towns are alike and not the same.</param>
    /// <param name="window">The correlation window, ticks.</param>
    /// <returns>The condition that fails; null when there is no doubt that they are two.</returns>
    public static DoubtReason? Between(IncidentNode first, IncidentNode second, bool alike, long window)
    {
        ref readonly var one = ref first.Data;
        ref readonly var other = ref second.Data;
        var apart = Math.Abs(one.OccurredAt - other.OccurredAt);
        if (apart > window && (alike || apart > MaxWindowsApart * window || one.Kind!.Slug != other.Kind!.Slug))
        {
            return null;
        }

        DoubtReason? found = null;
        return Fails(alike, DoubtReason.AlikeTowns)
            && Fails(apart > window, DoubtReason.FurtherApart)
            && Fails(one.Kind!.Family != other.Kind!.Family, DoubtReason.OtherFamily)
            && Fails(HaveCommon(one.Sources, other.Sources), DoubtReason.SharedSource)
            && Fails(NameOthers(first.ActorKeys, second.ActorKeys), DoubtReason.OtherActors)
            && !HaveCommon(first.NamedBy, second.NamedBy)
            && !AreApart(first, second)
            && !AreApart(second, first)
                ? found ?? DoubtReason.StatedApart
                : null;

        // False when a second condition fails.
        bool Fails(bool condition, DoubtReason reason)
        {
            var isSecond = condition && found is not null;
            found = condition ? reason : found;
            return !isSecond;
        }
    }

    /// <summary>Whether an operator says that the one is not the other.</summary>
    private static bool AreApart(IncidentNode one, IncidentNode other) =>
        one.ApartFrom is { Count: > 0 } others && others.Contains(other.Id);

    private static bool NameOthers(string[] actors, string[] others) =>
        actors.Length > 0 && others.Length > 0 && !actors.AsSpan().ContainsAny(others);

    private static bool HaveCommon(IReadOnlyList<string> names, IReadOnlyList<string> others)
    {
        for (var i = 0; i < names.Count; i++)
        {
            for (var j = 0; j < others.Count; j++)
            {
                if (names[i] == others[j])
                {
                    return true;
                }
            }
        }

        return false;
    }
}
