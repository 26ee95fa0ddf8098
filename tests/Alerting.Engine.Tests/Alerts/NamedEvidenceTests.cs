using System.Globalization;
using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Alerts;

/// <summary>What of an alert's evidence the sentence names, and what of it makes an update.</summary>
public sealed class NamedEvidenceTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 1, 1, 0, 0, TimeSpan.Zero);

    private static readonly Threshold s_level = new()
    {
        Id = "level",
        Name = "level",
        Scope = new Scope(["*"], Depth.Leaf),
        Measure = Measure.Level,
        AtLeast = 3,
        ClearBelow = 3,
        Severity = Severity.Warning,
        UpdateEvery = Duration.Parse("PT0S"),
    };

    private readonly RegionEngine _region = new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
    private readonly RegionOutput _output = new();
    private int _reports;

    [Fact]
    public void What_has_decayed_below_a_hundredth_of_the_heaviest_is_not_named_and_another_year_is()
    {
        Adopt(s_level);
        Report(s_now.AddYears(-12), 40, "Ramadi");
        Report(s_now.AddDays(-8), 40, "Hit");
        Report(s_now.AddHours(-2), 20, "Karmah");
        Report(s_now, 20, "Fallujah");

        var alert = _output.Revisions[^1];
        Assert.Contains(
            ": ied Fallujah 1 Jan 01:00 UTC (04:00+03:00), ied Karmah 31 Dec 2013 23:00 UTC (1 Jan 02:00+03:00)", alert.Explanation,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Ramadi", alert.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("Hit", alert.Explanation, StringComparison.Ordinal);
        Assert.Equal(4, alert.EvidenceCount);
    }

    [Fact]
    public void Of_a_level_an_incident_beyond_the_ten_heaviest_makes_no_update()
    {
        Adopt(s_level);
        for (var i = 0; i < 10; i++)
        {
            Report(s_now, 20, $"town {i}");
        }

        var told = _output.Revisions.Count;
        Report(s_now, 1, "small");
        Assert.Equal(told, _output.Revisions.Count);
        Report(s_now, 30, "great");
        Assert.Equal(told + 1, _output.Revisions.Count);
    }

    [Fact]
    public void An_update_is_told_of_the_facts_of_the_evidence_and_not_of_a_second_look_at_them()
    {
        Adopt(s_level with { Id = "killed", Measure = Measure.Killed, Window = Duration.Parse("P1D"), AtLeast = 10, ClearBelow = 10 });
        Report(s_now.AddHours(-1), 12, "Ramadi", "w1", 1);
        Assert.Single(_output.Revisions);

        Report(s_now.AddHours(-1), 12, "Ramadi", "w1", 2, "What was known, told anew");
        Assert.Single(_output.Revisions);
        Report(s_now.AddHours(-1), 12, "Ramadi", "w1", 3, wounded: 4);
        Assert.Equal([AlertChange.Raised, AlertChange.Updated], _output.Revisions.Select(static r => r.Change));
    }

    private void Adopt(Threshold threshold) =>
        _region.Apply(1, s_now.UtcTicks, new AdoptInput([new ThresholdVersion(threshold.Id, 1, threshold, default, "", null)]), _output);

    private void Report(
        DateTimeOffset at, int killed, string town, string? id = null, int revision = 1, string? summary = null, int? wounded = null) =>
        _region.Apply(
            2,
            s_now.UtcTicks,
            new ReportInput(new Report
            {
                ReportId = id ?? (++_reports).ToString(CultureInfo.InvariantCulture),
                Revision = revision,
                Source = "wire-a",
                Region = "IQ-AN",
                Town = town,
                Precision = Precision.Town,
                Kind = "ied",
                Family = Family.Explosion,
                KindWeight = 2,
                OccurredAt = at,
                Killed = killed,
                Wounded = wounded,
                Summary = summary,
                Grade = new Grade(0),
            }),
            _output);
}
