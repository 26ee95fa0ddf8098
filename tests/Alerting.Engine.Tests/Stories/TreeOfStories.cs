using Alerting.Alerts;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Stories;

/// <summary>Azerbaijan, with Babek (AZ-BAB) in Nakhchivan (AZ-NX) in it, and thresholds on the people killed at each height.</summary>
internal sealed class TreeOfStories : IRegionTreeObserver
{
    public static readonly DateTimeOffset Start = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RegionTree _tree;
    private int _reports;

    public TreeOfStories(params Threshold[] thresholds) => _tree = new RegionTree(
        RegionCatalog.Iso,
        EngineOptions.Default,
        [.. thresholds.Select(static t => new ThresholdVersion(t.Id, 1, t, default, "", null))],
        this);

    public List<Alert> Revisions { get; } = [];

    public static Threshold Leaf(string id, double atLeast, Severity severity = Severity.Severe) => new()
    {
        Id = id,
        Name = id,
        Scope = new Scope(["*"], Depth.Leaf),
        Measure = Measure.Killed,
        Window = Duration.Parse("PT1H"),
        AtLeast = atLeast,
        ClearBelow = atLeast,
        Severity = severity,
    };

    public static Threshold Root(string id, string region, double atLeast, Severity severity = Severity.Severe) =>
        Leaf(id, atLeast, severity) with { Scope = new Scope([region], Depth.Root) };

    public static Report Report(string region, string id, int minute, int killed) => new()
    {
        ReportId = id,
        Source = "wire-a",
        Region = region,
        Kind = "ied",
        Family = Family.Explosion,
        KindWeight = 2,
        OccurredAt = Start.AddMinutes(minute),
        Killed = killed,
    };

    public void Report(string region, int minute, int killed) =>
        _tree.Take(region, new ReportInput(Report(region, $"r{++_reports}", minute, killed)), Start.AddMinutes(minute).UtcTicks);

    public void Advance(int minute) => _tree.Advance(Start.AddMinutes(minute).UtcTicks);

    /// <summary>Story by alert.</summary>
    public Dictionary<string, string> Stories() => Revisions
        .GroupBy(static r => r.AlertId)
        .ToDictionary(static a => a.Key, static a => a.Select(static r => r.Story).Distinct().Single());

    public void OnRevision(Alert revision) => Revisions.Add(revision);

    public void OnLevel(string region, LevelChange change)
    {
    }
}
