using Alerting.Alerts;
using Alerting.Cluster.Tests.Load;

namespace Alerting.Cluster.Tests.History;

/// <summary>Compares who was called of alerts with what the ledger and one policy, in force from the beginning, lead to.</summary>
internal static class EscalationCheck
{
    public const string Policy = "everywhere";
    public const string Contact = "caller";

    /// <summary>When its steps fall due, each that long after the one before it.</summary>
    public static readonly IReadOnlyList<TimeSpan> Steps = [TimeSpan.Zero, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)];

    // A step that was due so long before the alert was acknowledged or ended has been called, whatever died meanwhile.
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(45);

    // What was on its way when the answer went out. A process that was stopped between its last look at the ledger and its call cannot
    // know that others have gone on without it: its call is on its way from when it goes on.
    private static readonly TimeSpan s_onItsWay = TimeSpan.FromSeconds(1);

    /// <param name="received">Keys, each once.</param>
    /// <param name="truth">What is stored.</param>
    /// <param name="now">All is quiet since a while.</param>
    public static IEnumerable<string> Calls(IReadOnlyList<(string Id, Alert Alert)> received, Truth truth, DateTimeOffset now)
    {
        var keys = received.Select(static message => message.Id).ToHashSet(StringComparer.Ordinal);
        var possible = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alert in truth.Ledger.GroupBy(static revision => revision.AlertId, StringComparer.Ordinal))
        {
            var runs = RunsOf([.. alert], now).ToList();
            foreach (var (run, _, startedAt, stoppedAt) in runs)
            {
                var due = startedAt;
                for (var step = 1; step <= Steps.Count; step++)
                {
                    due += Steps[step - 1];
                    var key = KeyOf(alert.Key, run, $"1.{step}");
                    possible.Add(key);
                    if (!keys.Contains(key) && due + s_slack < stoppedAt)
                    {
                        yield return $"{key} was due at {due:O}, was stopped at {stoppedAt:O} and never came";
                    }
                }

                possible.Add(KeyOf(alert.Key, run, "acknowledged"));
                possible.Add(KeyOf(alert.Key, run, "ended"));
            }

            var isOver = alert.Any(static revision => revision.Status != AlertStatus.Open);
            var wasCalled = runs.Exists(run => keys.Contains(KeyOf(alert.Key, run.Run, "1.1")));
            if (isOver && wasCalled && !keys.Contains(KeyOf(alert.Key, runs.Count, "ended")))
            {
                yield return $"who was called of {alert.Key} was not told how it ended";
            }
        }

        foreach (var key in keys.Except(possible, StringComparer.Ordinal))
        {
            yield return $"{key} came, and nothing leads to it";
        }
    }

    /// <summary>Nobody is called of an alert any more once an acknowledgement of it was answered, until it starts anew.</summary>
    /// <param name="arrivals">Every time that a call came, keys with their instants.</param>
    /// <param name="acts">What desks did.</param>
    /// <param name="thaws">When silos that had stood still went on.</param>
    public static IEnumerable<string> CallsAfterAcknowledgement(
        IReadOnlyList<(string Id, DateTimeOffset At)> arrivals, IReadOnlyCollection<SentAct> acts,
        IReadOnlyCollection<DateTimeOffset> thaws, Truth truth)
    {
        var calls = arrivals.ToLookup(static arrival => arrival.Id, static arrival => arrival.At, StringComparer.Ordinal);
        var revisions = truth.Ledger.ToLookup(static revision => revision.AlertId, StringComparer.Ordinal);
        foreach (var act in acts.Where(static act => act is { Change: AlertChange.Acknowledged, Revision: not null }))
        {
            foreach (var (run, first, _, _) in RunsOf([.. revisions[act.AlertId]], act.AnsweredAt))
            {
                if (first > act.Revision!.Revision)
                {
                    break;
                }

                foreach (var key in Enumerable.Range(1, Steps.Count).Select(step => KeyOf(act.AlertId, run, $"1.{step}")))
                {
                    foreach (var at in calls[key].Where(at => at > act.AnsweredAt + s_onItsWay && !thaws.Any(thaw => IsAfter(at, thaw))))
                    {
                        yield return $"{key} came at {at:O}, when acknowledging had been answered at {act.AnsweredAt:O} ({act})";
                    }
                }
            }
        }
    }

    private static bool IsAfter(DateTimeOffset at, DateTimeOffset thaw) => at >= thaw && at <= thaw + s_onItsWay;

    private static string KeyOf(string alertId, int run, string message) =>
        $"{alertId}.escalation.{Policy}.{run}.{message}.{Contact}.1";

    /// <summary>From which revision and when until when somebody is called, by number.</summary>
    private static IEnumerable<(int Run, int First, DateTimeOffset StartedAt, DateTimeOffset StoppedAt)> RunsOf(
        List<Alert> revisions, DateTimeOffset now)
    {
        var (run, first) = (0, 0);
        DateTimeOffset? startedAt = null;
        foreach (var revision in revisions)
        {
            var isWanted = revision is { Status: AlertStatus.Open, Acknowledged: null };
            if (isWanted && startedAt is null)
            {
                (run, first, startedAt) = (run + 1, revision.Revision, revision.UpdatedAt);
            }
            else if (!isWanted && startedAt is { } at)
            {
                yield return (run, first, at, revision.UpdatedAt);
                startedAt = null;
            }
        }

        if (startedAt is { } open)
        {
            yield return (run, first, open, now);
        }
    }
}
