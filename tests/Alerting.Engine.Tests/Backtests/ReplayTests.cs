using Alerting.Alerts;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Engine.Tests.Stories;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Backtests;

/// <summary>Stored logs of Anbar (IQ-AN) and of Iraq above it, replayed under thresholds that need not be those of then.</summary>
public sealed class ReplayTests : IRegionTreeObserver
{
    private static readonly DateTimeOffset s_start = TreeOfStories.Start;

    private readonly List<Alert> _revisions = [];
    private readonly List<RegionLevel> _levels = [];

    /// <summary>Reports of Anbar as they were judged live, from which come the incidents of roll-ups.</summary>
    private readonly RegionEngine _live = new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
    private RegionTree _tree = null!;
    private long _sequence;
    private long _above;

    void IRegionTreeObserver.OnRevision(Alert revision) => _revisions.Add(revision);

    void IRegionTreeObserver.OnLevel(string region, LevelChange change) => _levels.Add(new RegionLevel(region, change));

    [Fact]
    public void Region_above_hears_when_its_log_says_so()
    {
        Begin(TreeOfStories.Root("root", "IQ", 3));
        var changes = Report(minute: 0, killed: 5);
        Assert.Empty(_revisions);
        RollUp(changes, minute: 2);

        Assert.Equal(s_start.AddMinutes(2), Assert.Single(_revisions).RaisedAt);
        Assert.Empty(_tree.Recomputed);
    }

    [Fact]
    public void Story_is_that_of_this_run_and_not_of_the_thresholds_of_then()
    {
        Begin(TreeOfStories.Root("root", "IQ", 3));
        RollUp([.. Report(minute: 0, killed: 5).Select(static c => c with { Story = "IQ-AN.forgotten.1" })], minute: 1);
        Assert.Equal("IQ.root.1", Assert.Single(_revisions).Story);
    }

    [Fact]
    public void Story_of_this_run_goes_up_with_the_roll_up()
    {
        Begin(TreeOfStories.Root("root", "IQ", 3), TreeOfStories.Leaf("leaf", 3));
        RollUp(Report(minute: 0, killed: 5), minute: 1);
        Assert.Equal(["IQ-AN.leaf.1", "IQ.root.1"], _revisions.Select(static r => r.AlertId));
        Assert.All(_revisions, static r => Assert.Equal("IQ-AN.leaf.1", r.Story));
    }

    [Fact]
    public void Level_is_told_with_the_roll_up_of_its_entry()
    {
        Begin(TreeOfStories.Leaf("leaf", 3, Severity.Critical));
        var first = Report(minute: 0, killed: 1);
        var raises = Report(minute: 1, killed: 5);
        RollUp(first, minute: 2, sequence: 1);
        Assert.DoesNotContain(_levels, static l => l.Region == "IQ" && l.Change.To == ThreatLevel.Critical);
        RollUp(raises, minute: 3, sequence: 2);
        var told = Assert.Single(_levels, static l => l is { Region: "IQ", Change.To: ThreatLevel.Critical });
        Assert.Equal(s_start.AddMinutes(3).UtcTicks, told.Change.At);
    }

    [Theory]
    [InlineData(true, 20)]
    [InlineData(false, 60)]
    public void Level_that_the_clock_lowers_is_told_with_its_roll_up_or_after_a_minute(bool asLive, int secondsLater)
    {
        Begin(TreeOfStories.Leaf("leaf", 3, Severity.Critical) with { ClearAfter = Duration.Parse("PT0S") });
        RollUp(Report(minute: 0, killed: 5), minute: 0);
        var falls = s_start.AddHours(1);
        if (asLive)
        {
            Replay("IQ-AN", ++_sequence, null, falls.AddSeconds(1));
            Replay("IQ", ++_above, new RollUpInput("IQ-AN", _sequence, [], new ChildSummary(ThreatLevel.Low)), falls.AddSeconds(20));
        }

        _tree.Advance(falls.AddHours(1).UtcTicks);
        var below = Assert.Single(_levels, static l => l is { Region: "IQ-AN", Change.From: ThreatLevel.Critical }).Change;
        var above = Assert.Single(_levels, static l => l is { Region: "IQ", Change.From: ThreatLevel.Critical }).Change;
        Assert.Equal(falls.UtcTicks, below.At);
        Assert.Equal(TimeSpan.FromSeconds(secondsLater), TimeSpan.FromTicks(above.At - below.At));
    }

    [Fact]
    public void What_a_trimmed_log_does_not_hold_is_recomputed_and_said()
    {
        Start(TreeOfStories.Root("root", "IQ", 3));
        Mark("IQ-AN", HistoryMark.LogBegins);
        Report(minute: 0, killed: 5);
        Assert.Equal(s_start, Assert.Single(_revisions).RaisedAt);
        Assert.Equal(["IQ"], _tree.Recomputed);

        Mark("IQ", HistoryMark.LogBegins, minute: 10);
        var changes = Report(minute: 20, killed: 2);
        Assert.Single(_revisions);
        RollUp(changes, minute: 21);
        Assert.Equal((AlertChange.Updated, s_start.AddMinutes(21)), (_revisions[^1].Change, _revisions[^1].UpdatedAt));
    }

    [Fact]
    public void What_was_recomputed_is_not_taken_back_by_an_older_roll_up()
    {
        Start(TreeOfStories.Root("root", "IQ", 3));
        Mark("IQ-AN", HistoryMark.LogBegins);
        var older = Report(minute: 0, killed: 5);
        Report(minute: 1, killed: 7, revision: 2);
        Mark("IQ", HistoryMark.LogBegins, minute: 2);
        RollUp(older, minute: 2, sequence: 1);
        Assert.Equal(7, _revisions[^1].Measure.Value);
    }

    [Fact]
    public void What_came_after_the_end_of_a_log_is_recomputed_and_said()
    {
        Begin(TreeOfStories.Root("root", "IQ", 3));
        Report(minute: 0, killed: 5);
        Assert.Empty(_revisions);
        Mark("IQ", HistoryMark.LogEnds);
        Assert.Equal(s_start, Assert.Single(_revisions).RaisedAt);
        Assert.Equal(["IQ"], _tree.Recomputed);

        Report(minute: 5, killed: 2);
        Assert.Equal(s_start.AddMinutes(5), _revisions[^1].UpdatedAt);
    }

    [Fact]
    public void Region_whose_log_is_no_part_of_the_history_is_recomputed_and_said()
    {
        Start(TreeOfStories.Root("root", "IQ", 3));
        Mark("IQ-AN", HistoryMark.LogBegins);
        Report(minute: 0, killed: 5);
        Assert.Equal("IQ.root.1", Assert.Single(_revisions).AlertId);
        Assert.Equal(["IQ"], _tree.Recomputed);
    }

    /// <summary>An alert of Iraq ends by its clock before a roll-up that was recorded later, though Anbar was ahead.</summary>
    [Fact]
    public void Region_does_not_run_beyond_its_next_step()
    {
        Begin(TreeOfStories.Root("root", "IQ", 3) with { ClearAfter = Duration.Parse("PT0S") });
        RollUp(Report(minute: 0, killed: 5), minute: 0);

        // The alert would end at minute 60. Anbar's clock is five minutes ahead.
        var changes = Report(minute: 59, killed: 4, now: 63, runTo: 59);
        RollUp(changes, minute: 59);
        Assert.Equal([AlertChange.Raised, AlertChange.Updated], _revisions.Select(static r => r.Change));
        Assert.Equal(s_start.AddMinutes(59), _revisions[^1].UpdatedAt);
    }

    [Fact]
    public void Without_thresholds_above_nothing_is_rolled_up()
    {
        _tree = new RegionTree(RegionCatalog.Iso, EngineOptions.Default, Versions(TreeOfStories.Leaf("leaf", 3)), this, rollsUp: false);
        Mark("IQ", HistoryMark.LogBegins);
        Mark("IQ-AN", HistoryMark.LogBegins);
        RollUp(Report(minute: 0, killed: 5), minute: 1);
        Mark("IQ", HistoryMark.LogEnds);
        Assert.Null(_tree.Find("IQ"));
        Assert.Single(_revisions);
        Assert.Empty(_tree.Recomputed);
    }

    private static ThresholdVersion[] Versions(params Threshold[] thresholds) =>
        [.. thresholds.Select(static t => new ThresholdVersion(t.Id, 1, t, default, "", null))];

    /// <summary>Both logs are replayed from their beginning.</summary>
    private void Begin(params Threshold[] thresholds)
    {
        Start(thresholds);
        Mark("IQ", HistoryMark.LogBegins);
        Mark("IQ-AN", HistoryMark.LogBegins);
    }

    private void Start(params Threshold[] thresholds)
    {
        _revisions.Clear();
        _tree = new RegionTree(RegionCatalog.Iso, EngineOptions.Default, Versions(thresholds), this);
    }

    private void Mark(string region, HistoryMark mark, int minute = 0)
    {
        var at = s_start.AddMinutes(minute).UtcTicks;
        _tree.Replay(new HistoryStep(region, mark, 1, null, at, at, at));
    }

    /// <returns>What live would have rolled up.</returns>
    private IReadOnlyList<IncidentChange> Report(int minute, int killed, int? now = null, int? runTo = null, int? revision = null)
    {
        var id = revision is null ? $"r{minute}" : "r0";
        var input = new ReportInput(TreeOfStories.Report("IQ-AN", id, minute, killed) with { Revision = revision ?? 1 });
        var output = new RegionOutput();
        _live.Apply(++_sequence, s_start.AddMinutes(now ?? minute).UtcTicks, input, output);
        Replay("IQ-AN", _sequence, input, s_start.AddMinutes(now ?? minute), s_start.AddMinutes(runTo ?? minute));
        return output.IncidentChanges;
    }

    private void RollUp(IReadOnlyList<IncidentChange> changes, int minute, long? sequence = null) =>
        Replay("IQ", ++_above, new RollUpInput("IQ-AN", sequence ?? _sequence, changes, null), s_start.AddMinutes(minute));

    private void Replay(string region, long sequence, RegionInput? input, DateTimeOffset now, DateTimeOffset? runTo = null) =>
        _tree.Replay(new HistoryStep(
            region, HistoryMark.Step, sequence, input, now.UtcTicks, (runTo ?? now).UtcTicks, now.UtcTicks));
}
