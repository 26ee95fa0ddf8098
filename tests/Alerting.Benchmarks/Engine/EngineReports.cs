using System.Globalization;
using Alerting.Reports;

namespace Alerting.Benchmarks;

/// <summary>
/// Reports of one region so far apart that a window of two hours always holds the same number of them, with a share of
/// late ones and of corrections.
/// </summary>
/// <param name="inWindow">Incidents in a window of <see cref="EngineThresholds.Window"/>.</param>
/// <param name="latePercent">So many of a hundred occurred up to half a window before they come.</param>
/// <param name="correctedPercent">So many of a hundred revise the figures of one that came shortly before.</param>
internal sealed class EngineReports(int inWindow, int latePercent = 0, int correctedPercent = 0)
{
    public static readonly DateTimeOffset Start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int MostBack = 500;

    // Has a weight to sum up, and a million of them move no level.
    private const double Feather = 1e-9;

    private static readonly string[] s_towns = [.. Enumerable.Range(0, 10).Select(static i => $"Town {i}")];

    private readonly TimeSpan _step = EngineThresholds.Window / inWindow;
    private readonly Random _random = new(20140101);
    private readonly Queue<Report> _recent = new();
    private int _made;

    /// <summary>The next reports and when each comes, UTC ticks.</summary>
    public (Report Report, long Now)[] Next(int count)
    {
        var reports = new (Report, long)[count];
        for (var i = 0; i < count; i++)
        {
            var now = Start + (_step * _made);
            var report = _random.Next(100) < correctedPercent && _recent.Count > 0 ? Corrected(_recent.Dequeue()) : Fresh(now);
            reports[i] = (report, now.UtcTicks);
            _made++;
        }

        return reports;
    }

    private Report Fresh(DateTimeOffset now)
    {
        var isLate = _random.Next(100) < latePercent;
        var report = new Report
        {
            ReportId = string.Create(CultureInfo.InvariantCulture, $"r-{_made}"),
            Source = "wire-a",
            Region = "IQ-AN",
            Town = s_towns[_made % s_towns.Length],
            Precision = Precision.Town,
            Kind = "armed-assault",
            Family = Family.AttackOnSecurityForces,
            KindWeight = Feather,
            OccurredAt = isLate ? now - (EngineThresholds.Window * _random.NextDouble() / 2) : now,
            Killed = _made % 20 == 0 ? 1 : null,
        };
        _recent.Enqueue(report);
        if (_recent.Count > MostBack)
        {
            _recent.Dequeue();
        }

        return report;
    }

    private static Report Corrected(Report report) => report with { Revision = report.Revision + 1, Killed = (report.Killed ?? 0) + 1 };
}
