using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Alerting.Benchmarks;

/// <summary>The distinct-towns rule in System.Reactive, in the reports' own time.</summary>
internal sealed class ReactiveTowns : IDisposable
{
    private readonly HistoricalScheduler _clock = new(EngineReports.Start);
    private readonly Subject<string> _reports = new();
    private readonly IDisposable _subscription;

    private ReactiveTowns(Func<IObservable<string>, IScheduler, IObservable<int>> rule) =>
        _subscription = rule(_reports, _clock).Subscribe(towns => Towns = towns);

    /// <summary>The latest number of distinct towns.</summary>
    public int Towns { get; private set; }

    /// <summary>Exact to the report: each enters and, one window later, leaves.</summary>
    public static ReactiveTowns EnterAndLeave(TimeSpan window) => new((reports, clock) =>
        reports.Select(static town => (Town: town, Step: 1))
            .Merge(reports.Delay(window, clock).Select(static town => (Town: town, Step: -1)))
            .Scan(new Dictionary<string, int>(StringComparer.Ordinal), static (towns, change) =>
            {
                var count = towns.GetValueOrDefault(change.Town) + change.Step;
                if (count == 0)
                {
                    towns.Remove(change.Town);
                }
                else
                {
                    towns[change.Town] = count;
                }

                return towns;
            })
            .Select(static towns => towns.Count));

    /// <summary>As the documentation's windows have it: one begins each <paramref name="every"/>, each counts its distinct towns.</summary>
    public static ReactiveTowns Windows(TimeSpan window, TimeSpan every) => new((reports, clock) =>
        reports.Window(window, every, clock).SelectMany(static open => open.Distinct().Scan(0, static (count, _) => count + 1)));

    public void Take(string town, long at)
    {
        _clock.AdvanceTo(new DateTimeOffset(at, TimeSpan.Zero));
        _reports.OnNext(town);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _reports.Dispose();
    }
}
