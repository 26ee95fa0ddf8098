using System.Globalization;
using Alerting.Alerts;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.TestKit;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Quiet;

/// <summary>A source that used to report and has fallen silent: when that is raised, what is said of it, and when it is over.</summary>
public sealed class QuietTests
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly Threshold s_quiet = Sample.Threshold("quiet", Measure.Quiet, 1, "PT6H") with
    {
        Baseline = Duration.Parse("P28D"),
        MinReports = 3,
        UpdateEvery = Duration.Parse("PT0S"),
    };

    private readonly RegionOutput _output = new();
    private RegionEngine _engine = new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
    private int _reports;

    private Alert Last => _output.Revisions[^1];

    [Fact]
    public void Raises_at_the_exact_instant_by_the_clock_alone_and_clears_after_it_has_reported()
    {
        Adopt(s_quiet);
        Report("wire-a", 0, 1, 2);
        Report("wire-b", 2.5, 3);
        Assert.Equal(At(8).UtcTicks, _engine.NextDeadline);
        _engine.Advance(At(20).UtcTicks, _output);

        var raised = Assert.Single(_output.Revisions);
        Assert.Equal((AlertChange.Raised, At(8), 1.0, 1.0), (raised.Change, raised.RaisedAt, raised.Measure.Value, raised.Measure.Certain));
        Assert.Equal([new QuietSource("wire-a", At(2), At(2))], raised.QuietSources);
        Assert.Equal((1, 0, null), (raised.QuietSourcesCount, raised.EvidenceCount, raised.Measure.To));
        Assert.Equal(
            "1 source has said nothing of Al Anbār for 6 h or longer (threshold 1, of those with 3 reports within 28 days before): "
            + "wire-a, last heard 10:00 UTC (13:00+03:00).",
            raised.Explanation);

        Report("wire-a", 20);
        _engine.Advance(At(21).UtcTicks, _output);

        Assert.Equal((AlertChange.Updated, 0.0), (_output.Revisions[1].Change, _output.Revisions[1].Measure.Value));
        Assert.Equal((AlertChange.Cleared, At(20.25), 0), (Last.Change, Last.UpdatedAt, Last.QuietSourcesCount));
        Assert.StartsWith(
            "Cleared: No source that is expected to report has said nothing of Al Anbār for 6 h or longer (", Last.Explanation,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Another_source_that_falls_silent_is_an_update_and_the_state_of_the_region_names_both()
    {
        Adopt(s_quiet);
        Report("wire-a", 0, 1, 2);
        Report("wire-b", 2, 3, 4);
        _engine.Advance(At(9).UtcTicks, _output);
        var figures = _engine.View.FiguresAt(At(9).UtcTicks);
        Assert.Equal(("wire-a", true), (Assert.Single(figures.QuietSources).Source, figures.Decays));
        Assert.Equal(ThreatLevel.Substantial, figures.Level);

        _engine.Advance(At(12).UtcTicks, _output);
        Assert.Equal((AlertChange.Updated, At(10), 2.0), (Last.Change, Last.UpdatedAt, Last.Measure.Value));
        Assert.Equal(["wire-a", "wire-b"], Last.QuietSources!.Select(static s => s.Source));
        Assert.Equal(2, _engine.View.FiguresAt(At(12).UtcTicks).QuietSourcesCount);
    }

    [Fact]
    public void A_correction_and_a_retraction_are_words_too_and_a_duplicate_is_none()
    {
        Adopt(s_quiet with { MinReports = 1 });
        var report = Report("wire-a", 0);
        Take(report with { Revision = 2, Killed = 1 }, 3);
        Take(report with { Revision = 2, Killed = 1 }, 5);
        Take(new Report { Region = "IQ-AN", Source = "wire-a", ReportId = "unknown", Retracted = true }, 4);
        _engine.Advance(At(24).UtcTicks, _output);
        Assert.Equal(At(5 + 6), Assert.Single(_output.Revisions).RaisedAt);
    }

    [Fact]
    public void Nobody_is_expected_to_report_while_the_system_is_down()
    {
        Adopt(s_quiet);
        Report("wire-a", 0, 1, 2);

        // From 4 to 7 hours: learnt of when the region is looked at next, at 15 hours.
        _engine.Apply(0, At(4).UtcTicks, new OutageInput(At(4).UtcTicks, At(7).UtcTicks), _output);
        _engine.Advance(At(15).UtcTicks, _output);

        Assert.Equal(At(13), Last.RaisedAt);
        Assert.Equal([new QuietSource("wire-a", At(2), At(7))], Last.QuietSources);
    }

    [Fact]
    public void An_outage_begins_the_silence_anew_where_a_source_was_quiet_before_it()
    {
        Adopt(s_quiet);
        Report("wire-a", 0, 1, 2);
        _engine.Advance(At(9).UtcTicks, _output);
        _engine.Apply(0, At(10).UtcTicks, new OutageInput(At(10).UtcTicks, At(12).UtcTicks), _output);
        Assert.Equal((AlertChange.Updated, 0.0), (Last.Change, Last.Measure.Value));
        _engine.Advance(At(20).UtcTicks, _output);
        Assert.Equal(("IQ-AN.quiet.2", At(18)), (Last.AlertId, Last.RaisedAt));
    }

    [Fact]
    public void Who_has_been_silent_for_longer_than_the_baseline_is_given_up_and_the_alert_says_so()
    {
        Adopt(s_quiet with { Baseline = Duration.Parse("P1D"), ClearAfter = Duration.Parse("PT0S") });
        Report("wire-a", 0, 1, 2);
        _engine.Advance(At(100).UtcTicks, _output);
        Assert.Equal((AlertChange.Cleared, At(24 + 6)), (Last.Change, Last.UpdatedAt));
        Assert.Contains("; silent for too long to be expected any more: wire-a", Last.Explanation, StringComparison.Ordinal);
        Assert.Null(_engine.NextDeadline is { } next && next < At(100).UtcTicks ? next : null);
    }

    [Fact]
    public void A_threshold_that_comes_later_knows_what_was_heard_before_after_a_restart_as_well()
    {
        Report("wire-a", 0, 1, 2);
        _engine = new Snapshots().Restart(_engine, new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default));
        _engine.Apply(0, At(7).UtcTicks, new AdoptInput([new ThresholdVersion("quiet", 1, s_quiet, s_start, "test", null)]), _output);
        _engine.Advance(At(9).UtcTicks, _output);
        Assert.Equal(At(8), Last.RaisedAt);

        var later = new RegionOutput();
        var other = new ThresholdVersion("other", 1, s_quiet with { Id = "other" }, s_start, "test", null);
        _engine.Apply(0, At(9).UtcTicks, new AdoptInput([other]), later);
        Assert.Equal(At(9), Assert.Single(later.Revisions).RaisedAt);
    }

    [Fact]
    public void A_log_entry_keeps_an_outage()
    {
        var writer = new RegionLogWriter();
        writer.SetNow(5);
        writer.Add(new OutageInput(3, 9));
        Assert.Equal([new RegionStep(5, new OutageInput(3, 9))], RegionLogReader.Read(writer.Finish()).Steps);
    }

    [Fact]
    public void Made_up_names_take_no_more_memory_than_a_thousand_do_and_push_out_no_source_that_reports_often()
    {
        Adopt(s_quiet);
        Report("wire-a", 0, 1, 2);
        for (var i = 0; i < 5_000; i++)
        {
            Report("made up " + i.ToString(CultureInfo.InvariantCulture), 3);
        }

        _engine.Advance(At(9).UtcTicks, _output);
        Assert.Equal("wire-a", Assert.Single(Last.QuietSources!).Source);
        Assert.InRange(_engine.HeardSources, 900, 1_000);
    }

    [Fact]
    public async Task A_snapshot_of_before_there_were_silences_or_keys_of_desks_is_read()
    {
        Adopt(s_quiet with { Measure = Measure.Incidents });
        var severe = new LevelOverride(ThreatLevel.Severe, "drill", "operator", null);
        _engine.Apply(0, At(1).UtcTicks, new OverrideInput(severe, "operator", null), _output);
        var writer = new WireWriter();
        _engine.Snapshot.Prepare(null).Write(writer);

        // Without the number of keys, and before that without the instant of an outage and the number of sources.
        foreach (var (format, missing) in new[] { (9, 1), (8, sizeof(long) + 2) })
        {
            var former = writer.Written[..^missing].ToArray();
            former[0] = (byte)format;
            var restored = new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
            var reader = new WireReader(former);
            await restored.Snapshot.RestoreAsync(reader, static _ => throw new InvalidOperationException("There are no parts."));

            Assert.True(reader.AtEnd);
            Assert.Equal(ThreatLevel.Severe, restored.View.FiguresAt(At(2).UtcTicks).Level);
            Assert.Equal(0, restored.HeardSources);
        }
    }

    [Fact]
    public void A_backtest_is_quiet_in_the_same_way()
    {
        Adopt(s_quiet);
        Report("wire-a", 0, 1, 2);
        _engine.Advance(At(900).UtcTicks, _output);

        var run = new BacktestRun(
            RegionCatalog.Iso, EngineOptions.Default, [new ThresholdVersion("quiet", 1, s_quiet, s_start, "test", null)],
            new BacktestPeriod(0, null));
        for (var i = 0; i < 3; i++)
        {
            run.Take(Made("wire-a", i, i + 1), At(i).UtcTicks, TestContext.Current.CancellationToken);
        }

        run.Finish(TestContext.Current.CancellationToken);
        Assert.Equal(
            _output.Revisions.Select(static r => (r.Change, r.UpdatedAt, r.Measure.Value)),
            Assert.Single(run.Alerts).Revisions.Select(static r => (r.Change, r.At, r.Value)));
    }

    private static DateTimeOffset At(double hours) => s_start + TimeSpan.FromHours(hours);

    private static Report Made(string source, double hours, int number) =>
        Sample.Assault(number.ToString(CultureInfo.InvariantCulture), At(hours), source);

    private void Adopt(Threshold threshold) => _engine.Apply(
        0, At(-1).UtcTicks, new AdoptInput([new ThresholdVersion(threshold.Id, 1, threshold, s_start, "test", null)]), _output);

    private Report Report(string source, params double[] hours)
    {
        Report report = null!;
        foreach (var at in hours)
        {
            report = Made(source, at, ++_reports);
            Take(report, at);
        }

        return report;
    }

    private void Take(Report report, double hours) => _engine.Apply(0, At(hours).UtcTicks, new ReportInput(report), _output);
}
