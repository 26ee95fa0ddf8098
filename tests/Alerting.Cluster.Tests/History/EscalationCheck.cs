using Alerting.Alerts;

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
            foreach (var (run, startedAt, stoppedAt) in runs)
            {
                var due = startedAt;
                for (var step = 1; step <= Steps.Count; step++)
                {
                    due += Steps[step - 1];
                    var key = $"{alert.Key}.escalation.{Policy}.{run}.1.{step}.{Contact}.1";
                    possible.Add(key);
                    if (!keys.Contains(key) && due + s_slack < stoppedAt)
                    {
                        yield return $"{key} was due at {due:O}, was stopped at {stoppedAt:O} and never came";
                    }
                }

                possible.Add($"{alert.Key}.escalation.{Policy}.{run}.acknowledged.{Contact}.1");
                possible.Add($"{alert.Key}.escalation.{Policy}.{run}.ended.{Contact}.1");
            }

            var isOver = alert.Any(static revision => revision.Status != AlertStatus.Open);
            var wasCalled = runs.Exists(run => keys.Contains($"{alert.Key}.escalation.{Policy}.{run.Run}.1.1.{Contact}.1"));
            if (isOver && wasCalled && !keys.Contains($"{alert.Key}.escalation.{Policy}.{runs.Count}.ended.{Contact}.1"))
            {
                yield return $"who was called of {alert.Key} was not told how it ended";
            }
        }

        foreach (var key in keys.Except(possible, StringComparer.Ordinal))
        {
            yield return $"{key} came, and nothing leads to it";
        }
    }

    /// <summary>From when until when somebody is called, by number.</summary>
    private static IEnumerable<(int Run, DateTimeOffset StartedAt, DateTimeOffset StoppedAt)> RunsOf(
        List<Alert> revisions, DateTimeOffset now)
    {
        var run = 0;
        DateTimeOffset? startedAt = null;
        foreach (var revision in revisions)
        {
            var isWanted = revision is { Status: AlertStatus.Open, Acknowledged: null };
            if (isWanted && startedAt is null)
            {
                (run, startedAt) = (run + 1, revision.UpdatedAt);
            }
            else if (!isWanted && startedAt is { } at)
            {
                yield return (run, at, revision.UpdatedAt);
                startedAt = null;
            }
        }

        if (startedAt is { } open)
        {
            yield return (run, open, now);
        }
    }
}
