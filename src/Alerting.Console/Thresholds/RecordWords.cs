using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>What desks made of the alerts of a threshold, in words.</summary>
internal static class RecordWords
{
    /// <summary>How many of those that somebody reviewed were false alarms.</summary>
    public static string FalseAlarms(RecordFigures figures) => figures.FalseAlarmShare is { } share
        ? Spoken.Of("{0:0} %: {1} of {2} reviewed", share * 100, figures.FalseAlarms, figures.Reviewed)
        : Spoken.Of("none reviewed");

    /// <summary>How long it took, as a person says it: no more exact than to the second, or to the minute from an hour on.</summary>
    public static string Time(Duration? median, string otherwise)
    {
        if (median is not { Value: var span })
        {
            return otherwise;
        }

        return span switch
        {
            { TotalSeconds: < 60 } => Spoken.Of("{0} s", Spoken.Number(span.TotalSeconds, "0")),
            { TotalMinutes: < 60 } => Spoken.Count((long)Math.Round(span.TotalMinutes), "{0} min", "{0} min"),
            { TotalHours: < 72 } => Spoken.Of("{0:0.#} h", span.TotalHours),
            _ => Spoken.Count((long)Math.Round(span.TotalDays), "{0} day", "{0} days"),
        };
    }

    /// <summary>How long after the raise something came.</summary>
    public static string After(Duration? median) => median is null
        ? Spoken.Of("none so far") : Spoken.Of("{0} after the raise, the median", Time(median, ""));

    /// <summary>All of it, in a line.</summary>
    public static string Of(RecordFigures figures) => figures.Alerts == 0 ? Spoken.Of("no alerts") : Spoken.Of(
        "{0}; false alarms {1}; acknowledged after {2}", Count(figures.Alerts), FalseAlarms(figures),
        Time(figures.MedianTimeToAcknowledge, Spoken.Of("nobody did")));

    /// <summary>How many were raised.</summary>
    public static string Count(int alerts) =>
        Spoken.Count(alerts, "{0:N0} alert", "{0:N0} alerts");
}
