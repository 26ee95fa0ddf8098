using System.Runtime.InteropServices;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Backtests;

/// <summary>
/// What a region would send to the one above, held back until the roll-up comes that the log of that one has. The incidents are in
/// the roll-up; the stories, which the engine keeps until they are acknowledged, and the levels are those of this run.
/// </summary>
internal sealed class HeldNews(RegionEngine engine)
{
    /// <summary>
    /// How long a level waits that the clock has changed. Live it is passed up at once, unless nothing runs, which is an outage
    /// after this time. No roll-up comes where live had no such change, because of other thresholds or an override.
    /// </summary>
    private const long MaxWait = TimeSpan.TicksPerMinute;

    /// <summary>Of the entry that comes next in the log.</summary>
    private const long NextEntry = long.MaxValue;

    private readonly List<Level> _levels = [];

    /// <summary>Sequence up to which the region above has all changes.</summary>
    public long PassedUp { get; private set; }

    /// <summary>Whether the region above shall hear of a level.</summary>
    public bool HasLevel => _levels.Count > 0;

    /// <summary>When the level must be told without a roll-up, UTC ticks; <see cref="long.MaxValue"/> for never.</summary>
    public long TellLevelBy { get; private set; } = long.MaxValue;

    /// <summary>A step of the entry with this sequence is about to be taken.</summary>
    public void Enter(long sequence)
    {
        var levels = CollectionsMarshal.AsSpan(_levels);
        for (var i = levels.Length - 1; i >= 0 && levels[i].Sequence == NextEntry; i--)
        {
            levels[i].Sequence = sequence;
        }
    }

    /// <summary>An input has changed the level that is shown.</summary>
    /// <param name="sequence">Of its entry.</param>
    public void HoldLevel(long sequence) => _levels.Add(new Level { Sequence = sequence, Shown = engine.Summary.ShownLevel });

    /// <summary>The clock has changed the level that is shown.</summary>
    /// <param name="at">UTC ticks.</param>
    public void HoldLevelOfClock(long at)
    {
        HoldLevel(NextEntry);
        TellLevelBy = Math.Min(TellLevelBy, at + MaxWait);
    }

    /// <summary>The level waits for the next roll-up, however long: there is no region above yet.</summary>
    public void WaitForRollUp() => TellLevelBy = long.MaxValue;

    /// <summary>The region above has been told the level that is shown.</summary>
    public void LevelTold()
    {
        _levels.Clear();
        TellLevelBy = long.MaxValue;
    }

    /// <summary>The region above has been told everything.</summary>
    /// <param name="sequence">Up to this.</param>
    /// <param name="frees">Whether removed incidents and stories were kept for it.</param>
    public void AllTold(long sequence, bool frees)
    {
        LevelTold();
        PassedUp = sequence;
        if (frees)
        {
            engine.Acknowledge(sequence);
        }
    }

    /// <summary>
    /// What the region would have sent as a roll-up of the log: its incidents, with the alerts that they raised in this run, and the
    /// level of this run as of the same entry.
    /// </summary>
    /// <param name="stored">As the log has it; later than what was passed up.</param>
    /// <param name="number">How many-th roll-up of this run it is.</param>
    public RollUpInput Take(RollUpInput stored, long number)
    {
        var changes = WithStories(stored.Changes, engine.StoriesThrough(stored.Sequence));
        var told = _levels.FindLastIndex(level => level.Sequence <= stored.Sequence) + 1;
        var summary = told > 0 ? new ChildSummary(_levels[told - 1].Shown) : null;
        _levels.RemoveRange(0, told);
        if (_levels.Count == 0)
        {
            TellLevelBy = long.MaxValue;
        }

        PassedUp = stored.Sequence;
        engine.Acknowledge(PassedUp);
        return new RollUpInput(stored.Child, number, changes, summary);
    }

    private static IReadOnlyList<IncidentChange> WithStories(
        IReadOnlyList<IncidentChange> changes, Dictionary<(string Region, string Id), string>? stories) =>
        stories is null && !changes.Any(static change => change.Story is not null)
            ? changes
            : [.. changes.Select(change => change with { Story = stories?.GetValueOrDefault((change.Region, change.IncidentId)) })];

    private struct Level
    {
        public long Sequence;
        public ThreatLevel Shown;
    }
}
