using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Notifications.Cap;

/// <summary>Alerts in the terms of CAP 1.2 (3.2.1 and 3.2.2), which every receiver understands.</summary>
internal static class CapTerms
{
    /// <summary>All that is reported is about security.</summary>
    public const string Category = "Security";

    /// <summary>Of a threshold without a window, how long what it says is taken to hold.</summary>
    private static readonly TimeSpan s_withoutWindow = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_shortest = TimeSpan.FromHours(1);

    /// <summary>Alert, Update or Cancel: whatever comes of an alert that has ended must not bring it back.</summary>
    public static string MessageType(Alert alert) =>
        alert.Status != AlertStatus.Open ? "Cancel" : alert.Revision == 1 ? "Alert" : "Update";

    /// <summary>How soon something is to be done: at once from severe on, within the hour where it is a warning.</summary>
    public static string Urgency(Alert alert) => alert.Status != AlertStatus.Open ? "Past" : alert.Severity switch
    {
        Thresholds.Severity.Critical or Thresholds.Severity.Severe => "Immediate",
        Thresholds.Severity.Warning => "Expected",
        _ => "Future",
    };

    public static string Severity(Alert alert) => alert.Severity switch
    {
        Thresholds.Severity.Critical => "Extreme",
        Thresholds.Severity.Severe => "Severe",
        Thresholds.Severity.Warning => "Moderate",
        _ => "Minor",
    };

    /// <summary>
    /// Observed, but Likely where the threshold is reached only if what may have been told twice counts twice, and Unlikely where a
    /// correction took the facts away.
    /// </summary>
    public static string Certainty(Alert alert) =>
        alert.Status == AlertStatus.Cancelled ? "Unlikely"
        : alert.Measure.Certain < Math.Min(alert.Measure.Value, alert.Measure.AtLeast) ? "Likely"
        : "Observed";

    /// <summary>What to do, where that is known: an alert that has passed calls for nothing any more.</summary>
    public static string? ResponseType(Alert alert) => alert.Status == AlertStatus.Cleared ? "AllClear" : null;

    /// <summary>
    /// When the document is to be passed over if no other has come: what was measured has left the window by then, unless there is
    /// news.
    /// </summary>
    public static DateTimeOffset Expires(Alert alert, DateTimeOffset sent)
    {
        var window = alert.Measure.Window?.Value ?? s_withoutWindow;
        var validity = window < s_shortest ? s_shortest : window;
        return sent > DateTimeOffset.MaxValue - validity ? DateTimeOffset.MaxValue : sent + validity;
    }

    /// <summary>Of which code the region's is one.</summary>
    public static string CodeOf(string region) =>
        IsUpper(region, 2) ? "ISO 3166-1"
        : region.Length is >= 4 and <= 6 && region[2] == '-' && IsUpper(region[..2], 2)
            && region[3..].All(static letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)) ? "ISO 3166-2"
        : "region";

    private static bool IsUpper(string text, int length) => text.Length == length && text.All(char.IsAsciiLetterUpper);
}
