using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.TestKit;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Sequences;

/// <summary>An abduction, then an assault on the same people: what is raised, shown, updated and ended.</summary>
public sealed class SequenceTests
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly Threshold s_sequence = Sample.Threshold("kidnap-then-attack", Measure.Sequence, 1, "P3D") with
    {
        Steps = [new Match { Kinds = ["abduction"] }, new Match { Kinds = ["armed-assault"] }],
        SameActor = true,
        SameTown = false,
        UpdateEvery = Duration.Parse("PT0S"),
    };

    private readonly RegionOutput _output = new();
    private RegionEngine _engine = new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);

    private Alert Last => _output.Revisions[^1];

    [Fact]
    public void Raises_when_the_last_step_is_met_and_shows_the_chain_with_its_last_step_first()
    {
        Adopt(s_sequence);
        Take(Abduction("a", 0, "JRTN").In("Ramadi"));
        Take(Assault("b", 1, "ISIL").In("Hit"));
        Assert.Empty(_output.Revisions);

        Take(Assault("c", 2, "Jrtn", "ISIL").In("Fallujah"));

        Assert.Equal((AlertChange.Raised, 1.0, 1.0), (Last.Change, Last.Measure.Value, Last.Measure.Certain));
        Assert.Equal(["wire:c", "wire:a"], Last.Evidence.Select(static e => e.IncidentId));
        Assert.Equal((2, 2), (Last.EvidenceCount, Last.TownsCount));
        Assert.Equal(
            "A sequence of 2 incidents in Al Anbār within 3 days (steps: abduction, then armed-assault; with one actor): "
            + "abduction Ramadi 08:00 UTC (11:00+03:00), armed-assault Fallujah 10:00 UTC (13:00+03:00).",
            Last.Explanation);
    }

    [Fact]
    public void Steps_out_of_their_order_raise_nothing_until_a_late_report_puts_one_before()
    {
        Adopt(s_sequence);
        Take(Assault("a", 1, "JRTN"));
        Take(Abduction("b", 2, "JRTN"));
        Assert.Empty(_output.Revisions);

        Take(Abduction("late", 0.5, "JRTN"), at: 3);

        Assert.Equal(["wire:a", "wire:late"], Last.Evidence.Select(static e => e.IncidentId));
        Assert.Equal(At(3), Last.RaisedAt);
    }

    [Fact]
    public void One_incident_meets_one_step_only_and_two_of_one_instant_may_meet_two()
    {
        Adopt(s_sequence with { SameActor = false, Steps = [new Match(), new Match { Kinds = ["armed-assault"] }] });
        Take(Assault("a", 0));
        Assert.Empty(_output.Revisions);

        Take(Abduction("b", 0));

        // Only the assault can be the last step, so that the abduction must be the first.
        Assert.Equal(["wire:a", "wire:b"], Last.Evidence.Select(static e => e.IncidentId));
    }

    [Fact]
    public void An_update_is_told_when_the_chain_changes_and_not_when_the_window_moves_on()
    {
        Adopt(s_sequence);
        Take(Abduction("a", 0, "JRTN"));
        Take(Assault("b", 1, "JRTN"));
        Take(Assault("other", 2, "ISIL"));
        Take(Abduction("more", 3, "JRTN"));
        _engine.Advance(At(3.5).UtcTicks, _output);
        Assert.Equal(AlertChange.Raised, Assert.Single(_output.Revisions).Change);

        Take(Assault("c", 4, "JRTN"));

        Assert.Equal(AlertChange.Updated, Last.Change);
        Assert.Equal(["wire:c", "wire:more"], Last.Evidence.Select(static e => e.IncidentId));

        Take(Assault("c", 4, "JRTN") with { Revision = 2, Killed = 3 }, at: 5);
        Assert.Equal((AlertChange.Updated, 3), (Last.Change, Last.Evidence[0].Killed));
    }

    [Fact]
    public void A_late_report_finds_the_chain_that_ends_latest_also_where_another_was_shown_before()
    {
        Adopt(s_sequence with { SameActor = false, Window = Duration.Parse("PT30M"), ClearAfter = Duration.Parse("PT2H") });
        Take(Abduction("a", 0));
        Take(Assault("b", 0.25));
        Assert.Equal("wire:b", Last.Evidence[0].IncidentId);

        // The abduction has left the windows of these two.
        Take(Assault("c", 0.75));
        Take(Assault("d", 0.7), at: 0.75);
        Assert.Single(_output.Revisions);

        Take(Abduction("e", 0.7), at: 0.75);
        Assert.Equal(["wire:c", "wire:e"], Last.Evidence.Select(static e => e.IncidentId));
    }

    [Fact]
    public void A_correction_that_breaks_the_chain_cancels_and_another_chain_takes_its_place()
    {
        Adopt(s_sequence);
        Take(Abduction("a", 0, "JRTN"));
        Take(Assault("b", 1, "JRTN"));
        Take(Assault("c", 2, "JRTN"));
        Assert.Equal("wire:c", Last.Evidence[0].IncidentId);

        Take(Assault("c", 2, "ISIL") with { Revision = 2 }, at: 3);
        Assert.Equal((AlertChange.Updated, "wire:b"), (Last.Change, Last.Evidence[0].IncidentId));

        Take(new Report { Region = "IQ-AN", Source = "wire", ReportId = "a", Revision = 2, Retracted = true }, at: 4);
        Assert.Equal((AlertChange.Cancelled, 0.0, 0), (Last.Change, Last.Measure.Value, Last.EvidenceCount));
        Assert.StartsWith(
            "Cancelled (report wire/a was retracted): No sequence of 2 incidents in Al Anbār within 3 days (steps: ",
            Last.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void It_clears_when_the_first_step_has_left_the_window_and_what_was_told_raises_again_only_with_something_new()
    {
        Adopt(s_sequence with { ClearAfter = Duration.Parse("PT15M") });
        Take(Abduction("a", 0, "JRTN"));
        Take(Assault("b", 1, "JRTN"));
        _engine = new Snapshots().Restart(_engine, new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default));
        _engine.Advance(At(80).UtcTicks, _output);
        Assert.Equal((AlertChange.Cleared, At(72.25)), (Last.Change, Last.UpdatedAt));

        // One that comes late for the same time finds those told already.
        Take(Assault("late", 0.5, "JRTN"), at: 80);
        Assert.Equal(2, _output.Revisions.Count);

        Take(Abduction("c", 81, "JRTN"));
        Take(Assault("d", 82, "JRTN"));
        Assert.Equal("IQ-AN.kidnap-then-attack.2", Last.AlertId);
    }

    [Fact]
    public void In_one_town_means_by_its_folded_name()
    {
        Adopt(s_sequence with { SameActor = false, SameTown = true });
        Take(Abduction("a", 0).In("Al-Karmah"));
        Take(Assault("b", 1).In("Ramadi"));
        Take(Assault("c", 2));
        Assert.Empty(_output.Revisions);

        Take(Assault("d", 3).In("al karmah"));
        Assert.Equal(["wire:d", "wire:a"], Last.Evidence.Select(static e => e.IncidentId));
        Assert.Contains("; in one town)", Last.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_root_each_chain_is_in_one_region()
    {
        _engine = new RegionEngine("IQ", RegionCatalog.Iso, EngineOptions.Default);
        Adopt(s_sequence with { Scope = new Scope(["*"], Depth.Root) });
        RollUp("IQ-AN", 1, Abduction("a", 0, "JRTN"));
        RollUp("IQ-BG", 1, Assault("b", 1, "JRTN"));
        Assert.Empty(_output.Revisions);

        RollUp("IQ-AN", 2, Assault("c", 2, "JRTN"));
        Assert.Equal(["IQ-AN", "IQ-AN"], Last.Evidence.Select(static e => e.Region));
        Assert.StartsWith("A sequence of 2 incidents in Al Anbār (Iraq) within 3 days ", Last.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_steps_measure_something_else_so_that_past_days_are_not_compared()
    {
        Adopt(s_sequence);
        Take(Abduction("a", 0, "JRTN"));
        Take(Assault("b", 1, "JRTN"));
        var days = 24 * 60;
        Take(Abduction("c", days, "JRTN"));
        Take(Assault("d", days + 1, "JRTN"));
        Assert.True(Last.Rarity is { Days: > 28 });

        Adopt(s_sequence with { Steps = [.. s_sequence.Steps!.Reverse()] }, 2);
        Take(Assault("e", days + 2, "JRTN"));
        Take(Abduction("f", days + 3, "JRTN"));
        Assert.Equal(0, Last.Rarity?.Days);
    }

    private static DateTimeOffset At(double hours) => s_start + TimeSpan.FromHours(hours);

    private static Report Abduction(string id, double hours, params string[] actors) => Sample.Assault(id, At(hours), "wire") with
    {
        Kind = "abduction",
        Family = Family.AttackOnCivilians,
        Actors = actors,
    };

    private static Report Assault(string id, double hours, params string[] actors) =>
        Sample.Assault(id, At(hours), "wire") with { Actors = actors };

    private void Adopt(Threshold threshold, int version = 1) => _engine.Apply(
        Math.Max(_engine.Now, At(-1).UtcTicks),
        new AdoptInput([new ThresholdVersion(threshold.Id, version, threshold, s_start, "test", null)]),
        _output);

    private void Take(Report report, double? at = null) =>
        _engine.Apply(at is { } hours ? At(hours).UtcTicks : report.OccurredAt.UtcTicks, new ReportInput(report), _output);

    private void RollUp(string child, long sequence, Report report)
    {
        var below = new RegionEngine(child, RegionCatalog.Iso, EngineOptions.Default);
        var output = new RegionOutput();
        below.Apply(sequence, report.OccurredAt.UtcTicks, new ReportInput(report with { Region = child }), output);
        _engine.Apply(report.OccurredAt.UtcTicks, new RollUpInput(child, sequence, output.IncidentChanges, null), _output);
    }
}
