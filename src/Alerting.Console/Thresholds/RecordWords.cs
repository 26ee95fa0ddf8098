using System.Globalization;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>What desks made of the alerts of a threshold, in words.</summary>
internal static class RecordWords
{
    /// <summary>How many of those that somebody reviewed were false alarms.</summary>
    public static string FalseAlarms(RecordFigures figures) => figures.FalseAlarmShare is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{Percent(share)}: {figures.FalseAlarms} of {figures.Reviewed} reviewed")
        : "none reviewed";

    /// <summary>How long it took, as a person says it: no more exact than to the second, or to the minute from an hour on.</summary>
    public static string Time(Duration? median, string otherwise)
    {
        if (median is not { Value: var span })
        {
            return otherwise;
        }

        return span switch
        {
            { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
            { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
            { TotalHours: < 72 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
        };
    }

    /// <summary>How long after the raise something came.</summary>
    public static string After(Duration? median) => median is null ? "none so far" : $"{Time(median, "")} after the raise, the median";

    /// <summary>All of it, in a line.</summary>
    public static string Of(RecordFigures figures) => figures.Alerts == 0 ? "no alerts"
        : $"{Count(figures.Alerts)}; false alarms {FalseAlarms(figures)}; "
        + $"acknowledged after {Time(figures.MedianTimeToAcknowledge, "nobody did")}";

    /// <summary>How many were raised.</summary>
    public static string Count(int alerts) =>
        string.Create(CultureInfo.InvariantCulture, $"{alerts:N0} {(alerts == 1 ? "alert" : "alerts")}");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
}
