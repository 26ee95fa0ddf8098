using Alerting.Alerts;
using Alerting.Cluster.Tests.Load;

namespace Alerting.Cluster.Tests.History;

/// <summary>Compares what desks did to alerts, and what they were told, with the ledger.</summary>
internal static class ActCheck
{
    /// <summary>
    /// What was answered is in the ledger as it was answered, and once; what was refused is not; and nothing else is.
    /// </summary>
    public static IEnumerable<string> Acts(IReadOnlyCollection<SentAct> acts, Truth truth)
    {
        var made = truth.Ledger.Where(static revision => TextOf(revision) is not null)
            .ToLookup(static revision => (revision.AlertId, revision.Change, Text: TextOf(revision)!));
        foreach (var act in acts.Where(static act => act.Change != AlertChange.Unacknowledged))
        {
            var revisions = made[(act.AlertId, act.Change, act.Text)].ToList();
            if (revisions.Count > 1)
            {
                yield return $"{act} made {revisions.Count} revisions";
            }
            else if (act.IsRefused && revisions.Count > 0)
            {
                yield return $"{act} was refused and made revision {revisions[0].Revision}";
            }
            else if (act.Revision is { } answered && (revisions.Count == 0 || revisions[0].Revision != answered.Revision))
            {
                var found = revisions.Count == 0 ? "none" : $"{revisions[0].Revision}";
                yield return $"{act} was answered with revision {answered.Revision} and made {found}";
            }
        }

        foreach (var act in acts.Where(static act => act is { Change: AlertChange.Unacknowledged, Revision: not null }))
        {
            var revision = truth.Ledger.Find(revision => (revision.AlertId, revision.Revision) == (act.AlertId, act.Revision!.Revision));
            if (revision is not { Acknowledged: null })
            {
                yield return $"{act} was answered with revision {act.Revision!.Revision}, in which it is acknowledged";
            }
        }

        var sent = acts.Select(static act => (act.AlertId, act.Change, act.Text)).ToHashSet();
        foreach (var stray in made.Where(made => !sent.Contains(made.Key)))
        {
            yield return $"{stray.Key} is in the ledger, and nobody did it";
        }
    }

    /// <summary>What was said with the act that made a revision; null of one that was made otherwise, or without a word.</summary>
    private static string? TextOf(Alert revision) => revision.Change switch
    {
        AlertChange.Acknowledged => revision.Acknowledged?.Note,
        AlertChange.Assigned => revision.Assignee?.Note,
        AlertChange.Commented => revision.Comment,
        AlertChange.Reviewed => revision.Disposition?.Note,
        _ => null,
    };
}
