using System.Diagnostics;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Load;
using Alerting.Cluster.Tests.Processes;

namespace Alerting.Cluster.Tests.Faults;

/// <summary>Causes faults one after the other, as a seed says, and measures how long each region gives no good answer.</summary>
internal sealed class FaultRun(ClusterUnderTest cluster, ReportBook book, int seed)
{
    private static readonly TimeSpan s_freeze = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_afterFreeze = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_redisFreeze = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_clockAhead = TimeSpan.FromDays(5);
    private static readonly TimeSpan s_clockBack = TimeSpan.FromMinutes(-2);
    private static readonly TimeSpan s_clockBackFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(40);

    private readonly Random _random = new(seed);
    private readonly Reporting _reporting = new(cluster, book);
    private int _probes;
    private int _version;

    public Outages Outages { get; } = new();

    /// <summary>When silos that had stood still went on.</summary>
    public List<DateTimeOffset> Thaws { get; } = [];

    /// <summary>The first are all there are, in an order that the seed gives; then the frequent ones more often.</summary>
    public IEnumerable<Fault> Schedule()
    {
        var all = Enum.GetValues<Fault>();
        _random.Shuffle(all);
        foreach (var fault in all)
        {
            yield return fault;
        }

        Fault[] weighted =
        [
            Fault.KillSilo, Fault.KillSilo, Fault.KillSilo, Fault.KillSilo, Fault.FreezeSilo, Fault.FreezeSilo, Fault.RestartSilo,
            Fault.RestartSilo, Fault.KillRedis, Fault.KillRedis, Fault.CutRedisConnections, Fault.FreezeRedis, Fault.FillRedis,
            Fault.KillAllSilos,
            Fault.ClockAhead, Fault.ClockBack,
        ];
        while (true)
        {
            yield return weighted[_random.Next(weighted.Length)];
        }
    }

    /// <summary>Causes the fault, waits until every region answers again, and heals.</summary>
    public async Task CauseAsync(Fault fault)
    {
        var silo = await VictimAsync();
        var failures = book.Failures.Count;
        switch (fault)
        {
            case Fault.KillSilo:
                await silo.KillAsync();
                await ProbeAsync(fault, silo);
                silo.Start();
                break;
            case Fault.FreezeSilo:
                silo.Send(Signal.Stop);
                var frozen = Task.Delay(s_freeze, TimeProvider.System);
                await ProbeAsync(fault, silo);
                await frozen;

                // Told that it is dead it ends, and is started again; it may also have got away with it.
                Thaws.Add(TimeProvider.System.GetUtcNow());
                silo.Send(Signal.Continue);
                await silo.WaitForExitAsync(s_afterFreeze);
                break;
            case Fault.RestartSilo:
                silo.Send(Signal.Terminate);
                await ProbeAsync(fault);
                if (!await silo.WaitForExitAsync(s_shutdown))
                {
                    book.Violations.Enqueue($"{silo.Name} did not end within {s_shutdown.TotalSeconds} s of SIGTERM:\n{silo.LastWords}");
                    await silo.KillAsync();
                }

                silo.Start();
                break;
            case Fault.KillRedis:
                await cluster.Redis.KillAsync();
                var restarted = cluster.Redis.RestartAsync(CancellationToken.None);
                await ProbeAsync(fault);
                await restarted;
                break;
            case Fault.CutRedisConnections:
                await cluster.Redis.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal");
                await ProbeAsync(fault);
                break;
            case Fault.FreezeRedis:
                cluster.Redis.Send(Signal.Stop);
                var thawed = ThawAsync();
                await ProbeAsync(fault);
                await thawed;
                break;
            case Fault.FillRedis:
                await cluster.Redis.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
                var emptied = EmptyAsync();
                await ProbeAsync(fault);
                await emptied;
                break;
            case Fault.ClockAhead:
                silo.SetClock(s_clockAhead);
                await Wait.UntilAsync(() => !silo.IsReady, $"{silo.Name} does not believe its clock", () => silo.LastWords);
                silo.SetClock(TimeSpan.Zero);
                await ProbeAsync(fault);
                break;
            case Fault.ClockBack:
                silo.SetClock(s_clockBack);
                await Task.Delay(s_clockBackFor, TimeProvider.System);
                await ProbeAsync(fault);
                silo.SetClock(TimeSpan.Zero);
                break;
            default:
                await Task.WhenAll(cluster.Silos.Select(static s => s.KillAsync()));
                foreach (var each in cluster.Silos)
                {
                    each.Start();
                }

                await ProbeAsync(fault);
                break;
        }

        await cluster.AllReadyAsync();
        Outages.Seen(fault, book.Failures.Count - failures);
        await TuneAsync();
    }

    /// <summary>Mostly the silo with the most regions: a silo without any is no loss.</summary>
    private async Task<SiloProcess> VictimAsync()
    {
        if (_random.Next(5) == 0)
        {
            return cluster.Silos[_random.Next(cluster.Silos.Count)];
        }

        var regions = await Task.WhenAll(cluster.Silos.Select(static silo => silo.ActiveRegionsAsync()));
        return cluster.Silos[Array.IndexOf(regions, regions.Max())];
    }

    private async Task ThawAsync()
    {
        await Task.Delay(s_redisFreeze, TimeProvider.System);
        cluster.Redis.Send(Signal.Continue);
    }

    private async Task EmptyAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        await cluster.Redis.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
    }

    /// <summary>
    /// From now until a report to each region is answered 200, tried without pause wherever a balancer sends it, the silo apart
    /// that does not live.
    /// </summary>
    private async Task ProbeAsync(Fault fault, SiloProcess? except = null)
    {
        var started = Stopwatch.GetTimestamp();
        var seeds = Reporter.Regions.Select(_ => _random.Next()).ToList();
        await Task.WhenAll(Reporter.Regions.Select(async (region, i) =>
        {
            var id = $"probe-{Interlocked.Increment(ref _probes)}";
            var report = new SentReport
            {
                Key = new ReportKey(region, "probe", id),
                Revision = 1,
                Kind = "checkpoint-set-up",
                Town = "Anah",
                OccurredAt = TimeProvider.System.GetUtcNow().AddSeconds(-1),
                IncidentId = id,
            };
            book.Add(report);
            await _reporting.UntilSettledAsync(new Random(seeds[i]), [report], Form.Array, CancellationToken.None, except);
            Outages.Add(fault, Stopwatch.GetElapsedTime(started));
        }));
    }

    /// <summary>An operator changes a threshold.</summary>
    private async Task TuneAsync() => await cluster.PutAsync("thresholds/many", Thresholds.Many(5 + (++_version % 3)));
}

/// <summary>Thresholds that raise and clear alerts within seconds.</summary>
internal static class Thresholds
{
    public static JsonNode Many(int atLeast) => Of("incidents", "PT5S", atLeast, "PT1S", "leaf", "warning");

    public static JsonNode Towns => Of("towns", "PT8S", 4, "PT2S", "leaf", "severe");

    public static JsonNode Casualties => Of("killed", "PT15S", 60, "PT3S", "root", "critical");

    private static JsonObject Of(string measure, string window, int atLeast, string clearAfter, string depth, string severity) => new()
    {
        ["name"] = $"{measure} within {window}",
        ["scope"] = new JsonObject { ["regions"] = new JsonArray("*"), ["depth"] = depth },
        ["measure"] = measure,
        ["window"] = window,
        ["atLeast"] = atLeast,
        ["clearAfter"] = clearAfter,
        ["updateEvery"] = "PT1S",
        ["severity"] = severity,
    };
}
