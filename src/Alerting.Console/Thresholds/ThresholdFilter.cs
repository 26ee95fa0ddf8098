using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>Finds thresholds by words.</summary>
internal static class ThresholdFilter
{
    /// <summary>Whether each of the words stands in what the list shows of the threshold, in any case of letters.</summary>
    public static bool Fits(ThresholdView threshold, string words)
    {
        var shown = string.Join(
            '\n', threshold.Id, threshold.Name, EnumNames.ToName(threshold.Measure), ThresholdWords.Watches(threshold),
            ThresholdWords.Where(threshold.Scope), EnumNames.ToName(threshold.Severity), threshold.Enabled ? "in force" : "disabled",
            threshold.ChangedBy, string.Join('\n', threshold.Scope.Regions));
        return words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .All(word => shown.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
