using System.Globalization;
using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Notifications.Texts;

/// <summary>The words of a language and the texts that are built in for it.</summary>
/// <param name="Code">ISO 639-1.</param>
/// <param name="Title">Template of the title.</param>
/// <param name="Text">Template of the text.</param>
/// <param name="Severities">By severity, from notice on.</param>
/// <param name="Changes">What has become of the alert, by the change.</param>
/// <param name="Measures">What is counted.</param>
/// <param name="Units">Of spans of time: days, hours, minutes.</param>
/// <param name="Open">Of a link to the console.</param>
/// <param name="Digest">Of digests.</param>
/// <param name="Heartbeat">Of heartbeats.</param>
/// <param name="Escalation">What stands before the title and the text of an alert in messages of an escalation.</param>
internal sealed record Language(
    string Code,
    string Title,
    string Text,
    IReadOnlyDictionary<Severity, string> Severities,
    IReadOnlyDictionary<AlertChange, string> Changes,
    IReadOnlyDictionary<Measure, string> Measures,
    (string Days, string Hours, string Minutes) Units,
    string Open,
    BuiltInTexts Digest,
    BuiltInTexts Heartbeat,
    BuiltInTexts Escalation)
{
    /// <summary>Whether it is written from the right to the left.</summary>
    public bool IsRightToLeft => Code == "ar";

    /// <summary>Two days or more in days, two hours or more in hours, else in minutes, with at most one decimal.</summary>
    public string Span(TimeSpan span) => span.TotalDays >= 2 ? Count(span.TotalDays, Units.Days)
        : span.TotalHours >= 2 ? Count(span.TotalHours, Units.Hours)
        : Count(span.TotalMinutes, Units.Minutes);

    private static string Count(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {unit}");
}
