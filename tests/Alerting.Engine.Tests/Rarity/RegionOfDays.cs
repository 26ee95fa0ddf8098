using System.Globalization;
using Alerting.Alerts;
using Alerting.Engine.Alerts;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Rarity;

/// <summary>A region with one threshold on the number of people killed within a day, and whole numbers of days since its start.</summary>
internal sealed class RegionOfDays
{
    public static readonly DateTimeOffset Start = new(2013, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RegionOutput _output = new();
    private RegionEngine _engine = new("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);
    private int _reports;
    private int _versions;

    public RegionOfDays(Threshold? threshold = null) => Adopt(threshold ?? Killed);

    public static Threshold Killed { get; } = new()
    {
        Id = "killed",
        Name = "Killed",
        Scope = new Scope(["*"], Depth.Leaf),
        Measure = Measure.Killed,
        Window = Duration.Parse("PT12H"),
        AtLeast = 10,
        ClearBelow = 10,
        Lateness = Duration.Parse("PT12H"),
        Severity = Severity.Severe,
    };

    public JudgingRules Rules
    {
        init => _engine.Rules = value;
    }

    /// <summary>All revisions so far.</summary>
    public IReadOnlyList<Alert> Revisions => _output.Revisions;

    public IEnumerable<Alert> Raised => Revisions.Where(static r => r.Change == AlertChange.Raised);

    public void Adopt(Threshold threshold) => _engine.Apply(
        Math.Max(_engine.Now, Start.UtcTicks - TimeSpan.TicksPerDay),
        new AdoptInput([new ThresholdVersion(threshold.Id, ++_versions, threshold, Start, "test", null)]),
        _output);

    /// <summary>So many are killed on a day counted from the start, and the news comes at once, or later.</summary>
    public string Report(double day, int killed, double newsAfter = 0)
    {
        var id = (++_reports).ToString(CultureInfo.InvariantCulture);
        Apply(day + newsAfter, Made(id, day, killed));
        return id;
    }

    public void Correct(string id, double day, int killed, double at, int revision = 2) => Apply(at, Made(id, day, killed) with { Revision = revision });

    /// <summary>Somebody at a desk does something to the newest alert.</summary>
    public void AtDesk(double day, AlertAct act, string by = "ann", ActKey? key = null) => _engine.Apply(
        At(day).UtcTicks,
        new AlertActInput(Revisions[^1].AlertId, by, act, key, Revisions[^1].Status == AlertStatus.Open ? null : Revisions[^1]),
        _output);

    public KnownAct? ActOf(string key) => _engine.View.ActOf(key);

    public void Advance(double day) => _engine.Advance(At(day).UtcTicks, _output);

    /// <summary>The process ends and another one goes on from the snapshot.</summary>
    public void Restart() => _engine = new Snapshots().Restart(_engine, new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default));

    public static DateTimeOffset At(double day) => Start + TimeSpan.FromDays(day);

    private void Apply(double now, Report report) => _engine.Apply(At(now).UtcTicks, new ReportInput(report), _output);

    private static Report Made(string id, double day, int killed) => new()
    {
        ReportId = id,
        Source = "wire-a",
        Region = "IQ-AN",
        Kind = "ied",
        Family = Family.Explosion,
        KindWeight = 2,
        OccurredAt = At(day),
        Killed = killed,
    };
}
