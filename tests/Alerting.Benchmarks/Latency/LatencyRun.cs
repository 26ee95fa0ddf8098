using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Benchmarks;

/// <summary>
/// From the report that crosses a threshold to the arrival of its webhook, idle and while other reports take half of
/// what the server can, beside Alertmanager delivering to the same receiver without waiting for a group.
/// </summary>
internal static class LatencyRun
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const int LoadConnections = 32;
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(60);

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var alerts = arguments.Number(0, 500, 20);
        var settle = TimeSpan.FromSeconds(arguments.Quick ? 1 : 20);
        await using var receiver = await ArrivalTimes.StartAsync(cancellationToken);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        await using var alertmanager = await AlertmanagerUnderTest.StartAsync(receiver.Url, cancellationToken);
        await server.PutAsync("thresholds/killed-one", "{\"scope\":{\"regions\":[\"*\"],\"depth\":\"leaf\"},\"measure\":\"killed\",\"window\":\"PT0.02S\",\"atLeast\":1,\"clearAfter\":\"PT0S\",\"severity\":\"notice\"}", cancellationToken);
        await server.PutAsync("subscriptions/bench", $"{{\"thresholds\":[\"killed-one\"],\"changes\":[\"raised\"],\"channel\":{{\"url\":\"{receiver.Url}\",\"secret\":\"{Secret}\"}}}}", cancellationToken);

        // Probes and load share no country. So many regions that in none of them ten are killed and another alert opens.
        IReadOnlyList<string> regions = [.. RegionCatalog.Iso.ChildrenOf("GB").Take(arguments.Quick ? 20 : 120)];
        List<Side> sides = [new("product, durable", Probe.OfProduct(server, regions), Target.Reports("product", server.Url, server.Authorization, "load"))];
        if (alertmanager is not null)
        {
            sides.Add(new Side("Alertmanager, memory only", Probe.OfAlertmanager(alertmanager.Url, regions), Target.Alerts(alertmanager.Url, "load")));
        }

        foreach (var side in sides)
        {
            await side.ProbeAsync(receiver, regions.Count, new Latencies(), cancellationToken);
        }

        // The runtime goes on optimising for a while.
        await Task.Delay(settle, TimeProvider.System, cancellationToken);
        await IdleAsync(server, arguments, cancellationToken);
        await ProbeAsync(sides, receiver, alerts, arguments, cancellationToken);
    }

    private static async Task IdleAsync(ServerUnderTest server, Arguments arguments, CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromSeconds(arguments.Quick ? 1 : 10);
        var before = server.Usage();
        await Task.Delay(time, TimeProvider.System, cancellationToken);
        var after = server.Usage();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"idle: {(after.Cpu - before.Cpu) / time:P2} of a core, {after.Bytes >> 20} MiB"));
    }

    private static async Task ProbeAsync(List<Side> sides, ArrivalTimes receiver, int alerts, Arguments arguments, CancellationToken cancellationToken)
    {
        var table = new Table($"Report to webhook, {alerts} alerts, one each {s_pace.TotalMilliseconds:0} ms, from the instant that was meant", ["", "load", .. Latencies.Columns]);
        var parts = arguments.Quick ? 1 : 5;
        var idle = sides.ConvertAll(static _ => new Latencies());
        for (var part = 0; part < parts; part++)
        {
            for (var i = 0; i < sides.Count; i++)
            {
                await sides[i].ProbeAsync(receiver, alerts / parts, idle[i], cancellationToken);
            }
        }

        for (var i = 0; i < sides.Count; i++)
        {
            table.Add([$"{sides[i].Name}, idle", "", .. idle[i].Cells()]);
        }

        foreach (var side in sides)
        {
            var (latencies, rate) = await LoadedAsync(side, receiver, alerts, arguments, cancellationToken);
            table.Add([$"{side.Name}, half of its own most", $"{Table.Count(rate)}/s", .. latencies.Cells()]);
        }

        table.Print();
    }

    private static async Task<(Latencies Latencies, double Rate)> LoadedAsync(Side side, ArrivalTimes receiver, int alerts, Arguments arguments, CancellationToken cancellationToken)
    {
        double most;
        using (var loop = await ClosedLoop.OpenAsync(side.Load, side.Numbers, LoadConnections, cancellationToken))
        {
            await loop.RunAsync(arguments.RoundTime, null, cancellationToken);
            most = await loop.RunAsync(arguments.RoundTime * 3, null, cancellationToken);
        }

        // Begins before the first probe and ends after the last.
        var time = (s_pace * alerts) + TimeSpan.FromSeconds(2);
        var load = OpenLoop.RunAsync(side.Load, Target.Regions, side.Numbers, most / 2, time, LoadConnections, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        var latencies = new Latencies();
        await side.ProbeAsync(receiver, alerts, latencies, cancellationToken);
        await load;
        return (latencies, most / 2);
    }

    private sealed record Side(string Name, Probe Probe, Target Load)
    {
        public RequestNumbers Numbers { get; } = new();

        private int Next { get; set; }

        public async Task ProbeAsync(ArrivalTimes receiver, int count, Latencies latencies, CancellationToken cancellationToken)
        {
            await Probe.RunAsync(receiver, Next, count, s_pace, latencies, cancellationToken);
            Next += count;
        }
    }
}
