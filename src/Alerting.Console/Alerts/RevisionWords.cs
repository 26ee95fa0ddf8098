using Alerting.Alerts;

namespace Alerting.Console.Alerts;

/// <summary>What a revision of an alert changed, and by whom, in words.</summary>
internal static class RevisionWords
{
    /// <summary>Whoever made it: somebody at a desk, or the threshold that judged.</summary>
    public static string By(Alert revision) =>
        revision.By
        ?? (revision.Change == AlertChange.Acknowledged ? revision.Acknowledged?.By : null)
        ?? Spoken.Of("{0}, version {1}", revision.Threshold.Id, revision.Threshold.Version);

    /// <summary>What an alert was worth.</summary>
    public static string Of(DispositionValue value) => Spoken.Words(value);

    /// <summary>What it changed, one thing after the other.</summary>
    /// <param name="before">The revision before; null of the first.</param>
    public static IReadOnlyList<string> Changes(Alert revision, Alert? before)
    {
        return revision.Change switch
        {
            AlertChange.Acknowledged => Quoted(revision.Acknowledged?.Note),
            AlertChange.Unacknowledged => [],
            AlertChange.Assigned => [Spoken.Of("to {0}¦person",
                revision.Assignee?.To ?? Spoken.Of("nobody¦object")), .. Quoted(revision.Assignee?.Note)],
            AlertChange.Commented => Quoted(revision.Comment),
            AlertChange.Reviewed when revision.Disposition is { } worth => [Of(worth.Value), .. Quoted(worth.Note)],
            _ => [.. Facts(revision, before)],
        };
    }

    private static IReadOnlyList<string> Quoted(string? text) => text is { Length: > 0 } ? [$"“{text}”"] : [];

    private static IEnumerable<string> Facts(Alert revision, Alert? before)
    {
        var name = Spoken.Name(revision.Measure.Name);
        if (before is null)
        {
            yield return Spoken.Of(
                "{0} {1}, threshold {2}", name, Spoken.Number(revision.Measure.Value), Spoken.Number(revision.Measure.AtLeast));
            yield return Spoken.Count(revision.EvidenceCount, "{0} incident", "{0} incidents");
        }
        else
        {
            if (before.Measure.Value != revision.Measure.Value)
            {
                yield return Spoken.Of(
                    "{0} {1} to {2}", name, Spoken.Number(before.Measure.Value), Spoken.Number(revision.Measure.Value));
            }

            if (before.Severity != revision.Severity)
            {
                yield return Spoken.Of("{0} to {1}¦severity", Spoken.Name(before.Severity), Spoken.Name(revision.Severity));
            }

            if (before.Threshold.Version != revision.Threshold.Version)
            {
                yield return Spoken.Of(
                    "judged by version {0}, before by {1}", revision.Threshold.Version, before.Threshold.Version);
            }

            foreach (var words in Evidence(revision, before))
            {
                yield return words;
            }
        }

        if (revision.Reason is { Length: > 0 } reason)
        {
            yield return reason == AlertReasons.Grown ? Spoken.Of("the acknowledgement lapsed, for it has grown") : reason;
        }
    }

    private static IEnumerable<string> Evidence(Alert revision, Alert before)
    {
        var rows = EvidenceComparison.Rows(revision, before);
        var (added, changed, gone) = (
            Count(rows, EvidenceChange.New), Count(rows, EvidenceChange.Changed), Count(rows, EvidenceChange.Gone));
        if (added > 0)
        {
            yield return Spoken.Count(added, "{0} incident new", "{0} incidents new");
        }

        if (changed > 0)
        {
            yield return Spoken.Count(changed, "{0} incident changed", "{0} incidents changed");
        }

        if (gone > 0)
        {
            yield return Spoken.Count(gone, "{0} incident gone", "{0} incidents gone");
        }
    }

    private static int Count(IReadOnlyList<EvidenceRow> rows, EvidenceChange change) => rows.Count(row => row.Change == change);
}
