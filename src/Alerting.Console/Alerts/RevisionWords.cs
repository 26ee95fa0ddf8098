using System.Globalization;
using Alerting.Alerts;

namespace Alerting.Console.Alerts;

/// <summary>What a revision of an alert changed, and by whom, in words.</summary>
internal static class RevisionWords
{
    /// <summary>Whoever made it: somebody at a desk, or the threshold that judged.</summary>
    public static string By(Alert revision) =>
        revision.By
        ?? (revision.Change == AlertChange.Acknowledged ? revision.Acknowledged?.By : null)
        ?? $"{revision.Threshold.Id}, version {Whole(revision.Threshold.Version)}";

    /// <summary>What an alert was worth.</summary>
    public static string Of(DispositionValue value) => EnumNames.ToWords(value);

    /// <summary>What it changed, one thing after the other.</summary>
    /// <param name="before">The revision before; null of the first.</param>
    public static IReadOnlyList<string> Changes(Alert revision, Alert? before)
    {
        return revision.Change switch
        {
            AlertChange.Acknowledged => Quoted(revision.Acknowledged?.Note),
            AlertChange.Unacknowledged => [],
            AlertChange.Assigned => [$"to {revision.Assignee?.To ?? "nobody"}", .. Quoted(revision.Assignee?.Note)],
            AlertChange.Commented => Quoted(revision.Comment),
            AlertChange.Reviewed when revision.Disposition is { } worth => [Of(worth.Value), .. Quoted(worth.Note)],
            _ => [.. Facts(revision, before)],
        };
    }

    private static IReadOnlyList<string> Quoted(string? text) => text is { Length: > 0 } ? [$"“{text}”"] : [];

    private static IEnumerable<string> Facts(Alert revision, Alert? before)
    {
        var name = EnumNames.ToName(revision.Measure.Name);
        if (before is null)
        {
            yield return $"{name} {Figure(revision.Measure.Value)}, threshold {Figure(revision.Measure.AtLeast)}";
            yield return Count(revision.EvidenceCount, "incident", "incidents");
        }
        else
        {
            if (before.Measure.Value != revision.Measure.Value)
            {
                yield return $"{name} {Figure(before.Measure.Value)} to {Figure(revision.Measure.Value)}";
            }

            if (before.Severity != revision.Severity)
            {
                yield return $"{EnumNames.ToName(before.Severity)} to {EnumNames.ToName(revision.Severity)}";
            }

            if (before.Threshold.Version != revision.Threshold.Version)
            {
                yield return $"judged by version {Whole(revision.Threshold.Version)}, before by {Whole(before.Threshold.Version)}";
            }

            foreach (var words in Evidence(revision, before))
            {
                yield return words;
            }
        }

        if (revision.Reason is { Length: > 0 } reason)
        {
            yield return reason == AlertReasons.Grown ? "the acknowledgement lapsed, for it has grown" : reason;
        }
    }

    private static IEnumerable<string> Evidence(Alert revision, Alert before)
    {
        var rows = EvidenceComparison.Rows(revision, before);
        foreach (var change in new[] { EvidenceChange.New, EvidenceChange.Changed, EvidenceChange.Gone })
        {
            if (rows.Count(row => row.Change == change) is > 0 and var count)
            {
                yield return $"{Count(count, "incident", "incidents")} {EnumNames.ToName(change)}";
            }
        }
    }

    private static string Count(int count, string one, string several) => $"{Whole(count)} {(count == 1 ? one : several)}";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Figure(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
