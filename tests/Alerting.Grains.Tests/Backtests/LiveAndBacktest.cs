using System.Text;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Grains.Logs;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Microsoft.Extensions.Time.Testing;

namespace Alerting.Grains.Tests.Backtests;

/// <summary>
/// One history through grains and through a backtest, side by side: the clock of the grains moves on only when they have
/// arrived where the backtest is, so that no hop is under way.
/// </summary>
internal sealed class LiveAndBacktest : IRegionTreeObserver
{
    private AlertingCluster _cluster;
    private readonly ILogStore _store;
    private readonly FakeTimeProvider _clock;
    private readonly RegionTree _tree;
    private readonly List<Alert> _expected = [];
    private readonly List<Alert> _live = [];
    private readonly Dictionary<string, List<LevelChange>> _expectedLevels = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Source, string ReportId), Report> _known = [];
    private readonly SortedSet<string> _regions = new(StringComparer.Ordinal);

    public LiveAndBacktest(AlertingCluster cluster, ILogStore store, FakeTimeProvider clock, IReadOnlyList<Threshold> thresholds)
    {
        (_cluster, _store, _clock) = (cluster, store, clock);
        _tree = new RegionTree(
            RegionCatalog.Iso, EngineOptions.Default,
            [
                .. thresholds.Select(t => new ThresholdVersion(t.Id, 1, t, default, "", null))
            ], this);
    }

    /// <summary>Every revision of the backtest, alert by alert, as JSON.</summary>
    public IReadOnlyList<string> Expected => Describe(_expected);

    /// <summary>Every revision that the grains' ledger has.</summary>
    public IReadOnlyList<string> Live => Describe(_live);

    public int LevelChanges => _expectedLevels.Values.Sum(static l => l.Count);

    /// <summary>How many alerts have the story of another, and in how many a region has that of one below.</summary>
    public (int Shared, int FromBelow) Stories => (
        _expected.Count(static r => r.Change == AlertChange.Raised && r.Story != r.AlertId),
        _expected.Count(static r =>
            r.Change == AlertChange.Raised && !r.Story.StartsWith(r.Region.Code + ".", StringComparison.Ordinal)));

    /// <param name="reports">Of one region, in one request.</param>
    /// <param name="now">UTC ticks.</param>
    public async Task TakeAsync(IReadOnlyList<Report> reports, long now)
    {
        var region = reports[0].Region;
        _regions.Add(region);
        _regions.UnionWith(RegionCatalog.Iso.AncestorsOf(region));
        await RunToAsync(now);
        await MoveToAsync(now);
        _tree.Take(reports, now);

        // What is due at once by then happens live at this instant too, and not with the next report.
        _tree.Advance(now);
        await Region(region).IngestAsync(reports);

        // Each is asked, because each is remembered.
        List<bool> changes = [.. reports.Select(ChangesIncidents)];
        if (changes.Contains(true))
        {
            await PassedOnAsync(region);
        }

        await ArrivedAsync();
    }

    /// <summary>The silos have been killed: goes on with others on the same store.</summary>
    public Task GoOnAsync(AlertingCluster cluster)
    {
        _cluster = cluster;
        return ArrivedAsync();
    }

    /// <summary>Lets the clock run until nothing is due any more.</summary>
    public Task FinishAsync() => RunToAsync(long.MaxValue);

    /// <summary>Compares the changes of shown levels, region by region; null when they are the same.</summary>
    public async Task<string?> LevelDifferenceAsync()
    {
        foreach (var region in _regions)
        {
            var expected = Settled(_expectedLevels.GetValueOrDefault(region, []));
            var live = Settled([.. (await Region(region).GetHistoryAsync()).Reverse()]);
            if (expected.Count != live.Count || expected.Zip(live).Any(pair => !Same(pair.First, pair.Second)))
            {
                return $"{region}: backtest {Show(expected)}, live {Show(live)}";
            }
        }

        return null;
    }

    public void OnRevision(Alert revision) => _expected.Add(revision);

    public void OnLevel(string region, LevelChange change)
    {
        if (!_expectedLevels.TryGetValue(region, out var changes))
        {
            _expectedLevels[region] = changes = [];
        }

        changes.Add(change);
    }

    /// <summary>Stops at every deadline before an instant.</summary>
    private async Task RunToAsync(long before)
    {
        while (_tree.NextDeadline is { } due && UpToMillisecond(due) < before)
        {
            await MoveToAsync(UpToMillisecond(due));
        }
    }

    private async Task MoveToAsync(long now)
    {
        _tree.Advance(now);
        if (now > _clock.GetUtcNow().UtcTicks)
        {
            _clock.SetUtcNow(Instants.FromTicks(now));
        }

        await ArrivedAsync();
    }

    private async Task ArrivedAsync()
    {
        string? difference = null;
        try
        {
            await Wait.UntilAsync(
                async () =>
                {
                    _live.AddRange(await _cluster.Ledger.ReadAsync(_live.Count == 0 ? 0 : _live[^1].Seq, 1_000));
                    difference =
                        _live.Count == _expected.Count ? await LevelDifferenceAsync() : $"{_expected.Count} revisions, live {_live.Count}";
                    return difference is null;
                },
                "the grains are where the backtest is");
        }
        catch (TimeoutException timeout)
        {
            var expected = Expected.Except(Live).Select(static r => $"not live: {r}");
            var live = Live.Except(Expected).Select(static r => $"live alone: {r}").Concat(_live
                .GroupBy(static r => (r.AlertId, r.Revision)).Where(static same => same.Count() > 1)
                .Select(static same => $"live more than once: {same.Key} at {string.Join(", ", same.Select(static r => r.Seq))}"));
            throw new InvalidOperationException(
                $"At {_clock.GetUtcNow():O} they differ: {difference}; {string.Join("; ", expected.Concat(live))}", timeout);
        }
    }

    /// <summary>Waits until all regions above know what a region knows.</summary>
    private async Task PassedOnAsync(string code)
    {
        for (var child = code; RegionCatalog.Iso[child].Parent is { } parent; child = parent)
        {
            var (from, above) = (child, parent);
            var last = await _store.LastSequenceAsync(LogOwners.Region(from), default);
            await Wait.UntilAsync(async () => await Region(above).KnownOfAsync(from) >= last, $"{above} knows what {from} knows");
        }
    }

    private bool ChangesIncidents(Report report)
    {
        var before = _known.GetValueOrDefault((report.Source, report.ReportId));
        _known[(report.Source, report.ReportId)] = report;
        return !report.Retracted || before is { Retracted: false };
    }

    private IRegionGrain Region(string code) => _cluster.Client.GetGrain<IRegionGrain>(code);

    // Timers count milliseconds, so that is when grains get to a deadline in between, at its exact instant.
    private static long UpToMillisecond(long ticks) =>
        (ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;

    /// <summary>Without the steps of one instant that another undoes or tops at once: regions side by side have no order in it.</summary>
    private static List<LevelChange> Settled(IReadOnlyList<LevelChange> changes)
    {
        var settled = new List<LevelChange>();
        for (var i = 0; i < changes.Count; i++)
        {
            if (i + 1 < changes.Count && changes[i + 1].At - changes[i].At < TimeSpan.TicksPerMillisecond)
            {
                continue;
            }

            if (changes[i].To != (settled.Count == 0 ? ThreatLevel.Low : settled[^1].To))
            {
                settled.Add(changes[i]);
            }
        }

        return settled;
    }

    // A region above hears of a fall in the millisecond in which it is told.
    private static bool Same(LevelChange a, LevelChange b) =>
        a.To == b.To && Math.Abs(a.At - b.At) < TimeSpan.TicksPerMillisecond && Math.Abs(a.Score - b.Score) < 0.001;

    private static string Show(List<LevelChange> changes) =>
        string.Join(' ', changes.Select(static c => $"{Instants.Format(Instants.FromTicks(c.At))}={c.To}"));

    private static List<string> Describe(List<Alert> revisions) =>
    [
        .. revisions.OrderBy(static r => r.AlertId, StringComparer.Ordinal).ThenBy(static r => r.Revision)
            .Select(static r => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(r with { Seq = 0 }, AlertJson.Wire.Alert))),
    ];
}
