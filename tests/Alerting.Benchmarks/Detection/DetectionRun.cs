using System.Globalization;
using System.Text;
using Alerting.Alerts;
using Alerting.Cli;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Benchmarks;

/// <summary>
/// What a desk receives of a file of real events (UCDP GED), and whether the heavy days are in it: by the default
/// thresholds as they were first and as they are. One year counts, what comes before it in the file is the past that
/// rarity and baselines look at.
/// </summary>
internal static class DetectionRun
{
    private const string Usage = "detection FILE.csv [year] [days.csv]";

    /// <summary>The default thresholds of installations made before they minded how much a desk can read.</summary>
    private static readonly Threshold[] s_before =
    [
        .. DefaultThresholds.All.Select(static now => now with
        {
            ClearBelow = now.Measure is Measure.Regions ? 3 : now.AtLeast,
            Cooldown = Duration.Parse("PT0S"),
            UpdateEvery = Duration.Parse("PT1S"),
            RarerThan = null,
            MaxProbability = null,
            MinIncidents = null,
        }),
    ];

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Values.Count == 0)
        {
            Console.WriteLine($"Left out: no file of events is named ({Usage}).");
            return;
        }

        var reports = await ImportAsync(arguments.Values[0], cancellationToken);
        var year = arguments.Number(1, reports.Max(static report => report.OccurredAt.Year), 2014);
        var days = arguments.Values.Count > 2 ? HeavyDays.OfTowns(arguments.Values[2], year) : HeavyDays.OfTowns(reports, year);
        var deadly = HeavyDays.OfDead(reports, year);
        var ofYear = reports.Count(report => report.OccurredAt.Year == year);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reports.Count:N0} reports, {ofYear:N0} of {year}"));
        var load = new Table(
            $"The desk of the whole file in {year}; deliveries a week",
            "thresholds", "raised", "updated", "cleared", "median", "90 %", "most");
        var covered = new Table("Region-days covered", "thresholds", "3 towns", "30 dead");
        (string Name, IReadOnlyList<Threshold> Thresholds)[] sets = [("before", s_before), ("now", DefaultThresholds.All)];
        foreach (var (name, thresholds) in sets)
        {
            var run = Run(reports, thresholds, cancellationToken);
            foreach (var threshold in thresholds.Select(static t => t.Id).Prepend("all"))
            {
                AddLoad(load, $"{name}, {threshold}", run.Where(alert => threshold == "all" || alert.Threshold.Id == threshold), year);
            }

            var perStory = StoryDesk.Delivered(run);
            AddLoad(load, $"{name}, all, one alarm a story", perStory, year);
            AddLoad(load, $"{name}, all, raised and updated", run.Where(IsAlarm), year);
            AddLoad(load, $"{name}, all, one alarm a story, raised and updated", perStory.Where(IsAlarm), year);

            var last = run.GroupBy(static alert => alert.AlertId).Select(static alert => alert.Last()).ToList();
            var towns = days.Coverage(last, "simultaneous-assaults");
            var dead = deadly.Coverage(last, "mass-casualty", "level-severe");
            covered.Add(name, $"{towns.Covered} of {towns.All}", $"{dead.Covered} of {dead.All}");
            foreach (var missed in towns.Missed.Concat(dead.Missed))
            {
                Console.WriteLine($"{name}: not covered {missed}");
            }
        }

        load.Print();
        covered.Print();
    }

    /// <summary>Whether it tells of something new, and not of an end.</summary>
    private static bool IsAlarm(Alert revision) => revision.Status == AlertStatus.Open;

    private static void AddLoad(Table table, string name, IEnumerable<Alert> revisions, int year)
    {
        var load = new DeskLoad(revisions, year);
        table.Add(
            name,
            Count(load.Of(AlertChange.Raised)),
            Count(load.Of(AlertChange.Updated)),
            Count(load.Of(AlertChange.Cleared)),
            Count(load.Percentile(0.5)),
            Count(load.Percentile(0.9)),
            Count(load.Percentile(1)));
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>All revisions, in the order in which they come about, which is that of the ledger.</summary>
    private static List<Alert> Run(
        IReadOnlyList<Report> reports, IReadOnlyList<Threshold> thresholds, CancellationToken cancellationToken)
    {
        var versions = thresholds.Select(static t => new ThresholdVersion(t.Id, 1, t, default, "benchmark", null)).ToList();
        var ledger = new Ledger();
        var tree = new RegionTree(RegionCatalog.Iso, EngineOptions.Default with { Retention = null }, versions, ledger);
        foreach (var report in reports)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Take(report.Region, new ReportInput(report), report.OccurredAt.UtcTicks);
        }

        while (tree.NextDeadline is { } due)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Advance(due);
        }

        return ledger.Revisions;
    }

    /// <summary>The reports that the command <c>import</c> makes of the file, in the order in which they happened.</summary>
    private static async Task<List<Report>> ImportAsync(string file, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        await using var error = new StringWriter(CultureInfo.InvariantCulture);
        var console = new CliConsole(static () => Stream.Null, () => output, error);
        var code = await AlertingCommand.RunAsync(
            ["import", "--format", "ucdp-ged", file], console, new CliEnvironment(null, TimeProvider.System), cancellationToken);
        if (code != 0)
        {
            throw new InvalidOperationException($"The import failed: {error}");
        }

        var parser = new ReportParser(RegionCatalog.Iso, KindCatalog.Shipped);
        var rules = new ReportRules { Now = DateTimeOffset.MaxValue, Tolerance = TimeSpan.Zero };
        var reports = new List<Report>();
        foreach (var line in Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parsed = parser.Parse(Encoding.UTF8.GetBytes(line), rules);
            reports.Add(parsed.Report ?? throw new InvalidOperationException(parsed.Fault?.Detail));
        }

        return [.. reports.OrderBy(static report => report.OccurredAt)];
    }

    private sealed class Ledger : IRegionTreeObserver
    {
        public List<Alert> Revisions { get; } = [];

        public void OnRevision(Alert revision) => Revisions.Add(revision with { Seq = Revisions.Count + 1 });

        public void OnLevel(string region, LevelChange change)
        {
        }
    }
}
