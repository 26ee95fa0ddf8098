using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>Finds thresholds by words.</summary>
internal static class ThresholdFilter
{
    /// <summary>Whether each of the words stands in what the list shows of the threshold, in any case of letters.</summary>
    public static bool Fits(ThresholdView threshold, string words)
    {
        var shown = string.Join(
            '\n', threshold.Id, threshold.Name, Spoken.Name(threshold.Measure), ThresholdWords.Watches(threshold),
            ThresholdWords.Where(threshold.Scope), Spoken.Name(threshold.Severity), State(threshold),
            threshold.ChangedBy, string.Join('\n', threshold.Scope.Regions));
        return words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .All(word => shown.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether regions judge by it.</summary>
    public static string State(ThresholdView threshold) =>
        threshold.Enabled ? Spoken.Of("in force¦threshold") : Spoken.Of("disabled¦threshold");
}
