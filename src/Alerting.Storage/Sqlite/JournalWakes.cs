namespace Alerting.Storage.Sqlite;

/// <summary>The wake instants that are only in the journal. Used by the writer thread only.</summary>
internal sealed class JournalWakes(Func<string, SqliteStatement> prepare)
{
    /// <summary>An instant is moved when it has not changed for so many periods.</summary>
    private const int PeriodsKept = 4;

    private readonly SqliteStatement _set = prepare("UPDATE logs SET wake_at = ?2 WHERE id = ?1");
    private readonly HashSet<LogState> _logs = [];

    /// <summary>Whether there is one.</summary>
    public bool Any => _logs.Count > 0;

    /// <summary>Number of the present period; see <see cref="EndPeriod"/>.</summary>
    public long Period { get; private set; }

    /// <summary>The instant of a log is another one, which a row of the journal has.</summary>
    public void Move(LogState log, long? wakeAt, JournalRow row)
    {
        if (log.WakeRow is { } former)
        {
            former.Open--;
        }

        row.Open++;
        log.WakeAt = wakeAt;
        log.WakeRow = row;
        _logs.Add(log);
    }

    /// <summary>Moves the instant of a log to the table of logs.</summary>
    public void Settle(LogState log)
    {
        if (log.WakeRow is not { } row)
        {
            return;
        }

        // Most owners have to be awake for a moment, and then no sooner than before.
        if (log.WakeAt != log.TableWakeAt)
        {
            _set.Bind(1, log.Id).Bind(2, log.WakeAt).Execute();
            log.TableWakeAt = log.WakeAt;
        }

        row.Open--;
        log.WakeRow = null;
        _logs.Remove(log);
    }

    /// <summary>
    /// Ends a period, from one question for the logs that are due to the next, and moves the instants that have not changed for some of
    /// them: together, since many of them share a page, and late, since many are replaced soon.
    /// </summary>
    public void EndPeriod()
    {
        Period++;
        foreach (var log in _logs.Where(log => log.WakeRow!.Period + PeriodsKept < Period).ToList())
        {
            Settle(log);
        }
    }

    /// <summary>The logs whose instant is at or before <paramref name="before"/> (UTC ticks).</summary>
    public IEnumerable<LogState> Due(long before) => _logs.Where(log => log.WakeAt <= before);
}
