using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>
/// The load of <see cref="LoadFacts"/> into one silo on Redis and into three, each with an empty Redis of its own, and
/// what goes over the network for it. All of it and the client share the machine's cores.
/// </summary>
internal static class ClusterRun
{
    private const int Streams = 6;

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var reports = arguments.Number(0, 200_000, 10_000);
        var one = await MeasureAsync(1, reports, cancellationToken);
        var three = await MeasureAsync(3, reports, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"three silos take {three / one:P0} of what one takes"));
    }

    /// <returns>Reports a second until the countries have caught up.</returns>
    private static async Task<double> MeasureAsync(int silos, int reports, CancellationToken cancellationToken)
    {
        await using var redis = await RedisServer.StartAsync("redis-server", cancellationToken);
        var servers = new List<ServerUnderTest>();
        try
        {
            for (var i = 0; i < silos; i++)
            {
                servers.Add(await ServerUnderTest.StartSiloAsync(redis.Configuration, servers.FirstOrDefault()));
            }

            var regions = Target.Regions;
            var warm = LoadFacts.Make(regions, reports / 4, "warm", Streams);
            await warm.PostAsync(servers, cancellationToken);
            await LoadFacts.CaughtUpAsync(servers[0], warm.Reports, cancellationToken);
            var bodies = LoadFacts.Make(regions, reports, "load", Streams);
            var (messages, cpu) = (await MessagesAsync(servers, cancellationToken), Cpu(servers));
            var started = Stopwatch.GetTimestamp();
            await bodies.PostAsync(servers, cancellationToken);
            var answered = Stopwatch.GetElapsedTime(started);
            await LoadFacts.CaughtUpAsync(servers[0], warm.Reports + bodies.Reports, cancellationToken);
            var caughtUp = Stopwatch.GetElapsedTime(started);
            messages = await MessagesAsync(servers, cancellationToken) - messages;
            cpu = Cpu(servers) - cpu;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{silos} on Redis: answered {reports / answered.TotalSeconds:N0}/s, caught up "
                + $"{reports / caughtUp.TotalSeconds:N0}/s; silos' CPU {cpu.TotalSeconds / reports * 1e6:0.0} us a report; "
                + $"{messages / reports:0.000} messages between silos a report"));
            var single = await SingleAsync(servers, regions, cancellationToken);
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  one report at a time: {single:0.00} messages between silos a report"));
            return reports / caughtUp.TotalSeconds;
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>Messages for reports that come alone, each waiting for the one before.</summary>
    private static async Task<double> SingleAsync(
        List<ServerUnderTest> servers, IReadOnlyList<string> regions, CancellationToken cancellationToken)
    {
        const int Reports = 300;
        var before = await MessagesAsync(servers, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var lines = Encoding.UTF8.GetString(LoadFacts.Make(regions, Reports, "single", 1).Bodies[0])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            await servers[i % servers.Count].PostAsync("reports", lines[i], cancellationToken);
        }

        var busy = Stopwatch.GetElapsedTime(started);
        var after = await MessagesAsync(servers, cancellationToken);

        // What silos say to each other anyway.
        await Task.Delay(busy, TimeProvider.System, cancellationToken);
        return (after - before - (await MessagesAsync(servers, cancellationToken) - after)) / Reports;
    }

    private static TimeSpan Cpu(List<ServerUnderTest> servers) =>
        servers.Aggregate(TimeSpan.Zero, static (sum, server) => sum + server.Usage().Cpu);

    /// <summary>Messages that the silos have sent over the network, answers included.</summary>
    private static async Task<double> MessagesAsync(List<ServerUnderTest> servers, CancellationToken cancellationToken)
    {
        var sum = 0d;
        foreach (var server in servers)
        {
            var metrics = await server.Client.GetStringAsync(new Uri(server.Url, "metrics"), cancellationToken);
            sum += metrics.Split('\n')
                .Where(static line => line.StartsWith("orleans_messaging_sent_messages_size_bytes_count", StringComparison.Ordinal))
                .Sum(static line => double.Parse(line.AsSpan(line.LastIndexOf(' ')), NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        return sum;
    }
}
