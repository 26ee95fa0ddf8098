using System.Globalization;
using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Archive;

/// <summary>What a region answers about what it has forgotten, and what it does not forget.</summary>
public sealed class ForgettingTests
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(30);
    private static readonly ArchiveRules s_rules = new() { MinIncidents = 1, BlockSize = 4 };

    private readonly RegionOutput _output = new();
    private RegionEngine _engine = Create();
    private long _sequence;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_report_that_was_forgotten_is_told_that_it_is_too_old_and_opens_nothing(bool isArchived)
    {
        Take(0, Make("old", 0));
        Take(0, Make("also-old", 0) with { IncidentId = "named" });
        Take(20, Make("young", 20));
        ForgetAt(40, isArchived);

        var correction = Take(40, Make("old", 0) with { Revision = 2, Killed = 3 });
        Assert.Equal((ReportStatus.Rejected, FaultTypes.TooOld), (correction.Status, correction.Error?.Type));
        var duplicate = Take(40, Make("old", 0));
        Assert.Equal((ReportStatus.Rejected, FaultTypes.TooOld), (duplicate.Status, duplicate.Error?.Type));
        Assert.Equal(ReportStatus.Duplicate, Take(40, Make("young", 20)).Status);
        Assert.Equal(["young"], Known());
        Assert.Equal(1, _engine.View.ReportCount);
        foreach (var id in new[] { "wire-a:old", "named" })
        {
            Assert.Empty(_engine.Archive.BlocksWith(id));
            Assert.Null(_engine.View.Reports(id, null, 10));
        }
    }

    [Fact]
    public void A_correction_that_moves_a_forgotten_event_into_the_retention_counts_as_a_report_of_its_own()
    {
        Take(0, Make("old", 0));
        ForgetAt(40, isArchived: true);

        var moved = Take(40, Make("old", 39) with { Revision = 2 });

        Assert.Equal((ReportStatus.Accepted, "wire-a:old"), (moved.Status, moved.IncidentId));
        Assert.Equal(["old"], Known());
    }

    [Fact]
    public void A_withdrawal_is_remembered_as_long_as_an_event_of_before_it_could_be_reported()
    {
        Take(0, Make("never-told", 0) with { Retracted = true });
        Take(20, Make("young", 20));
        ForgetAt(29, isArchived: true);
        Assert.Equal(2, _engine.View.ReportCount);

        Take(35, Make("withdrawn-later", 35) with { Retracted = true });
        ForgetAt(52, isArchived: true);
        Assert.Equal(1, _engine.View.ReportCount);
        Assert.Equal(ReportStatus.Duplicate, Take(52, Make("withdrawn-later", 35) with { Retracted = true }).Status);

        ForgetAt(83, isArchived: false);
        Assert.Equal(0, _engine.View.ReportCount);
        Assert.Null(_engine.Forgetting.NextAt);
    }

    [Fact]
    public void An_incident_is_as_old_as_its_latest_report()
    {
        Take(0, Make("first", 0) with { IncidentId = "siege" });
        Take(39, Make("latest", 39) with { IncidentId = "siege" });
        ForgetAt(45, isArchived: true);

        Assert.Equal(ReportStatus.Duplicate, Take(45, Make("first", 0) with { IncidentId = "siege" }).Status);
        ForgetAt(90, isArchived: true);
        Assert.Equal(0, _engine.View.ReportCount);
    }

    [Fact]
    public void What_the_region_above_lacks_is_kept_until_it_has_it()
    {
        Take(0, Make("old", 0));
        Assert.Null(_engine.Forgetting.Due(At(40), _sequence + 1));

        _engine.Acknowledge(_sequence);
        Assert.NotNull(_engine.Forgetting.Due(At(40), _sequence + 1));
        Assert.Null(_engine.Forgetting.Due(At(31), _sequence + 1));
    }

    [Fact]
    public void What_an_open_alert_counts_is_kept_until_it_ends()
    {
        Adopt(new Threshold
        {
            Id = "siege",
            Name = "Siege",
            Scope = new Scope(["*"], Depth.Leaf),
            Measure = Measure.Incidents,
            Window = Duration.Parse("P60D"),
            AtLeast = 2,
            ClearBelow = 2,
            Severity = Severity.Severe,
        });
        Take(0, Make("one", 0));
        Take(1, Make("two", 1));
        _output.Clear();
        ForgetAt(50, isArchived: true, isDue: false);
        Assert.Equal(["one", "two"], Known());

        ForgetAt(64, isArchived: true);
        Assert.Equal(Alerting.Alerts.AlertChange.Cleared, Assert.Single(_output.Revisions).Change);
        Assert.Equal(2, _output.Revisions[0].EvidenceCount);
        ForgetAt(140, isArchived: true);
        Assert.Empty(Known());
    }

    [Fact]
    public void Changes_of_the_level_are_kept_back_to_the_one_that_says_what_it_was_at_the_beginning()
    {
        for (var day = 0; day < 60; day++)
        {
            var level = day % 2 == 0 ? ThreatLevel.Severe : ThreatLevel.Moderate;
            _engine.Apply(++_sequence, At(day), new OverrideInput(new LevelOverride(level, "drill", "operator", null), "operator", null), _output);
        }

        ForgetAt(60, isArchived: false);

        var history = _engine.View.LevelHistory;
        var before = _sequence == 0 ? 0 : At(60) - s_retention.Ticks - TimeSpan.FromMinutes(30).Ticks;
        Assert.True(history[0].At < before && history[1].At >= before, "the last change of before the retention is kept");
        Assert.Equal(history.Skip(1).Select(static change => change.From), history.SkipLast(1).Select(static change => change.To));
        Assert.InRange(history.Count, 30, 32);
    }

    [Fact]
    public void A_threshold_that_counts_little_does_not_keep_what_it_does_not_count()
    {
        Adopt(new Threshold
        {
            Id = "rare",
            Name = "Rare",
            Scope = new Scope(["*"], Depth.Leaf),
            Match = new Match { Families = [Family.Unrest] },
            Measure = Measure.Incidents,
            Window = Duration.Parse("PT24H"),
            AtLeast = 5,
            ClearBelow = 5,
            Severity = Severity.Notice,
        });
        Take(0, Make("rare", 0) with { Kind = "protest", Family = Family.Unrest });
        for (var day = 1; day < 25; day++)
        {
            Take(day, Make("usual-" + day, day));
        }

        _engine.Acknowledge(_sequence);
        Assert.True(_engine.Archive.Archive(s_rules) > 14, "all that is older than eight days can leave memory");
    }

    [Fact]
    public void A_block_of_which_only_a_part_is_old_has_to_be_restored_first()
    {
        foreach (var day in new[] { 0, 1, 8, 9 })
        {
            Take(day, Make("r" + day, day));
        }

        Take(20, Make("young", 20));
        _engine.Acknowledge(_sequence);
        _engine.Archive.Archive(s_rules);
        var forget = new ForgetInput(At(5), _sequence + 1);
        var block = Assert.Single(_engine.Archive.BlocksFor(forget));
        Assert.Throws<InvalidOperationException>(() => _engine.Apply(++_sequence, At(40), forget, _output));

        _engine.Archive.Restore(block, block.Content!.Value);
        _engine.Apply(++_sequence, At(40), forget, _output);
        Assert.Equal(["r8", "r9", "young"], Known());
        Assert.False(_engine.Archive.HasForgotten);
    }

    private static RegionEngine Create() => new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default with { Retention = s_retention });

    private static long At(double day) => (s_start + TimeSpan.FromDays(day)).UtcTicks;

    private static Report Make(string id, double day) => new()
    {
        ReportId = id,
        Source = "wire-a",
        Region = "IQ-AN",
        Town = "Ramadi",
        Precision = Precision.Town,
        Kind = "arrest",
        Family = Family.Strategic,
        KindWeight = 0,
        OccurredAt = s_start + TimeSpan.FromDays(day),
    };

    private void Adopt(Threshold threshold) =>
        _engine.Apply(++_sequence, At(0), new AdoptInput([new ThresholdVersion(threshold.Id, 1, threshold, s_start, "test", null)]), _output);

    private ReportOutcome Take(double day, Report report) => _engine.Apply(++_sequence, At(day), new ReportInput(report), _output)!.Value;

    /// <summary>The region above has everything, what can leave memory does, and what is due is forgotten.</summary>
    private void ForgetAt(double day, bool isArchived, bool isDue = true)
    {
        _engine.Advance(At(day), _output);
        _engine.Acknowledge(_sequence);
        var stored = new Snapshots();
        if (isArchived)
        {
            _engine.Archive.Archive(s_rules);
            _engine = stored.Restart(_engine, Create());
            _engine.Acknowledge(_sequence);
        }

        var forget = _engine.Forgetting.Due(At(day), _sequence + 1);
        Assert.Equal(isDue, forget is not null || day < s_retention.TotalDays);
        if (forget is not null)
        {
            foreach (var block in _engine.Archive.BlocksFor(forget))
            {
                _engine.Archive.Restore(block, block.Content ?? stored[block.Name!]);
            }

            _engine.Apply(++_sequence, At(day), forget, _output);
        }

        // Everything that is left is in memory again for the next step.
        foreach (var block in _engine.Archive.Blocks.ToList())
        {
            _engine.Archive.Restore(block, block.Content ?? stored[block.Name!]);
        }
    }

    private IEnumerable<string> Known() => _engine.Incidents()
        .Select(static incident => incident.IncidentId["wire-a:".Length..])
        .Order(StringComparer.Ordinal);
}
