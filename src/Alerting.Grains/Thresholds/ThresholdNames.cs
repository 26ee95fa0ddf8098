using Alerting.Engine.Names;

namespace Alerting.Grains.Thresholds;

/// <summary>Ids of thresholds that somebody names.</summary>
public static class ThresholdNames
{
    /// <summary>The place of the first that does not exist, and a sentence without its point that says so; null: all exist.</summary>
    public static (int Index, string Said)? FindUnknown(IReadOnlyList<string> ids, IReadOnlyCollection<string> existing)
    {
        ArgumentNullException.ThrowIfNull(ids);
        for (var i = 0; i < ids.Count; i++)
        {
            if (!existing.Contains(ids[i], StringComparer.Ordinal))
            {
                return (i, $"There is no threshold '{ids[i]}'{NearestName.Hint(NearestName.Find(ids[i], existing))}");
            }
        }

        return null;
    }
}
