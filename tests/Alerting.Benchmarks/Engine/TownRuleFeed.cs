using System.Diagnostics;
using Alerting.Reports;

namespace Alerting.Benchmarks;

/// <summary>Rounds of the reports of <see cref="EngineReports"/> into one of the peers that know only the distinct-towns rule.</summary>
internal sealed class TownRuleFeed
{
    private const int Some = 64;

    private readonly EngineReports _reports;
    private readonly Action<string, long> _take;
    private readonly TimeSpan _roundTime;
    private readonly int _perRound;

    public TownRuleFeed(
        EngineReports reports, int fill, int perRound, TimeSpan roundTime, Action<string, long> take, Action<string,
        long>? fillBy = null)
    {
        _reports = reports;
        _take = take;
        _roundTime = roundTime;
        _perRound = perRound;
        foreach (var (report, now) in reports.Next(fill))
        {
            (fillBy ?? take)(report.Town!, now);
        }
    }

    /// <summary>Reports a second. Ends with the round's time, for some of these take a millisecond a report.</summary>
    public double Measure()
    {
        var reports = _reports.Next(_perRound);
        var started = Stopwatch.GetTimestamp();
        var taken = 0;
        foreach (var some in Chunks(reports))
        {
            foreach (var (report, now) in some)
            {
                _take(report.Town!, now);
            }

            taken += some.Count;
            if (Stopwatch.GetElapsedTime(started) > _roundTime)
            {
                break;
            }
        }

        return taken / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static IEnumerable<ArraySegment<(Report Report, long Now)>> Chunks((Report Report, long Now)[] reports)
    {
        for (var at = 0; at < reports.Length; at += Some)
        {
            yield return new ArraySegment<(Report, long)>(reports, at, Math.Min(Some, reports.Length - at));
        }
    }
}
