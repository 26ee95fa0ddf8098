namespace Alerting.Engine.Windows;

/// <summary>Incidents that an earlier alert told, by region and id, with their event times.</summary>
internal static class ToldMarks
{
    /// <summary>Forgets the incidents that are gone and lay before an instant, UTC ticks.</summary>
    /// <param name="told">The marks.</param>
    /// <param name="before">UTC ticks.</param>
    /// <param name="isKept">Whether an incident is in memory.</param>
    public static void Forget(this Dictionary<(string Region, string Id), long> told, long before, Func<string, string, bool> isKept)
    {
        foreach (var ((region, id), at) in told)
        {
            if (at < before && !isKept(region, id))
            {
                told.Remove((region, id));
            }
        }
    }
}
