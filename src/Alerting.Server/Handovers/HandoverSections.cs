using System.Globalization;
using Alerting.Handovers;
using Alerting.OnCall;
using Alerting.Server.Alerts;

namespace Alerting.Server.Handovers;

/// <summary>A part of a handover as people read it.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Items">What there is.</param>
/// <param name="Nothing">What is said where there is nothing.</param>
internal sealed record HandoverSection(string Title, IReadOnlyList<HandoverItem> Items, string Nothing);

/// <summary>One thing of it.</summary>
/// <param name="Mark">What it is marked by, such as a severity; null: nothing.</param>
/// <param name="Text">In a sentence.</param>
/// <param name="Details">What else there is to say.</param>
/// <param name="AlertId">The alert that it is about; null: none.</param>
internal sealed record HandoverItem(string? Mark, string Text, IReadOnlyList<string> Details, string? AlertId = null);

/// <summary>Says in sentences what a shift hands over; how they are laid out, others say.</summary>
internal static class HandoverSections
{
    public static string TitleOf(Handover handover) =>
        $"Handover of {Time(handover.AsOf)}{(handover.Regions.Count == 0 ? "" : $", {string.Join(", ", handover.Regions)}")}";

    public static IReadOnlyList<HandoverSection> Of(Handover handover) =>
    [
        new("Open, and nobody has acknowledged it", [.. handover.Unacknowledged.Select(Alert)], "Nothing."),
        new("Open, and somebody is on it", [.. handover.Acknowledged.Select(Alert)], "Nothing."),
        new($"Ended since {Time(handover.Since)}", [.. handover.Ended.Select(Alert)], "Nothing."),
        new("Silences that hold", [.. handover.Silences.Select(Silence)], "None."),
        new(
            $"Given up since {Time(handover.Since)}", [.. handover.DeadLetters.Select(DeadLetter)],
            "Everything arrived, or is on its way."),
        new("Sources gone quiet", [.. handover.QuietSources.Select(QuietSource)], "None that is known of."),
        new("On call", [.. handover.OnCall.Select(OnCall)], "There are no schedules."),
    ];

    private static HandoverItem Alert(HandoverAlert alert)
    {
        var details = new List<string>
        {
            alert.EndedAt is { } ended
                ? $"Raised {Time(alert.RaisedAt)}, {EnumNames.ToName(alert.Status)} {Time(ended)}"
                : $"Raised {Time(alert.RaisedAt)}",
        };
        if (alert.Acknowledged is { } acknowledged)
        {
            details.Add(Remarks.With($"Acknowledged by {acknowledged.By}, {Time(acknowledged.At)}", acknowledged.Note));
        }

        if (alert.Assignee is { } assignee)
        {
            details.Add(Remarks.With($"Given to {assignee.To} by {assignee.By}", assignee.Note));
        }

        if (alert.Disposition is { } disposition)
        {
            details.Add(Remarks.With(
                $"{EnumNames.ToWords(disposition.Value)}, says {disposition.By}", disposition.Note));
        }

        return new HandoverItem(
            EnumNames.ToName(alert.Severity), $"{alert.RegionName}, {alert.Threshold}: {alert.Explanation}", details, alert.AlertId);
    }

    private static HandoverItem Silence(HandoverSilence silence) => new(
        silence.EndsSoon ? "ends soon" : null,
        $"{silence.Comment} ({silence.Id}, by {silence.CreatedBy})",
        [
            silence.HoldsUntil is { } until ? $"Until {Time(until)}" : "Without end",
            $"Regions: {ListOf(silence.Regions)}; thresholds: {ListOf(silence.Thresholds)}",
        ]);

    private static HandoverItem DeadLetter(HandoverDeadLetter dead) => new(
        null,
        string.Create(
            CultureInfo.InvariantCulture, $"{dead.Name ?? dead.Subscription} was not told revision {dead.Revision} of {dead.AlertId}"),
        [Remarks.With(dead.At is { } at ? $"Last tried {Time(at)}" : "Never tried", dead.Error)],
        dead.AlertId);

    private static HandoverItem QuietSource(HandoverQuietSource quiet) => new(
        null, $"{quiet.Source} in {quiet.Region} since {Time(quiet.SilentSince)}", [$"Last report {Time(quiet.LastReportAt)}"]);

    private static HandoverItem OnCall(OnCallView view) => new(
        view.Now is null ? "nobody" : null,
        $"{view.Schedule}: {(view.Now is { } now ? Shift(now) : "nobody is on call")}",
        [view.Next is { } next ? $"Next: {Shift(next)}, from {Time(next.Since)}" : "Nobody after that"]);

    private static string Shift(OnCallShiftView shift) =>
        $"{shift.Name ?? shift.Contact}{(shift.Until is { } until ? $" until {Time(until)}" : "")}";

    private static string ListOf(IReadOnlyList<string> names) => names.Count == 0 ? "all" : string.Join(", ", names);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
