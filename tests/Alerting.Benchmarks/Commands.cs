namespace Alerting.Benchmarks;

/// <summary>All there is to run, in the order in which <c>all</c> does.</summary>
internal static class Commands
{
    private static readonly Command[] s_commands =
    [
        new(
            "engine", "[reports a round] | micro | country [reports]",
            "the engine on one core by thresholds, window size, late and corrected share; beside System.Reactive, a naive "
            + "re-scan, the floor; micro: BenchmarkDotNet",
            EngineRun.RunAsync),
        new("store", "", "durable appends to SQLite and Redis, beside a forced file and redis-benchmark", StoreRun.RunAsync),
        new("http", "", "POST /reports, one at a time and NDJSON, beside an endpoint that does nothing and Alertmanager", HttpRun.RunAsync),
        new("latency", "[alerts]", "from report to webhook, idle and under half load, beside Alertmanager", LatencyRun.RunAsync),
        new(
            "storm", "[alerts]", "many alerts within a minute to a desk that wants 30 messages a minute: when what is critical arrives",
            StormRun.RunAsync),
        new(
            "escalations", "[alerts]", "many alerts whose steps fall due at one instant: until all calls have arrived",
            EscalationRun.RunAsync),
        new(
            "actors", "",
            "the distinct-towns rule on Orleans, Akka.NET and Proto.Actor in memory, beside the engine and the product",
            ActorsRun.RunAsync),
        new("reads", "", "GET /regions with and without 304; the live feed to 1,000 clients beside a feed from memory", ReadsRun.RunAsync),
        new(
            "dashboards", $"[{DashboardsRun.Parts}]",
            "200 clients that poll a list that changes, whole lists, the list of 100,000 regions after kill -9",
            DashboardsRun.RunAsync),
        new("scale", "", "memory, cost per report and recovery by number of regions and length of a log", ScaleRun.RunAsync),
        new(
            "load", "[reports] | open [rate] [seconds] | closed [connections] [seconds] [warm-up]",
            "durable NDJSON until the countries have caught up; single reports at a rate or as fast as answered, beside the "
            + "driver's ceiling",
            LoadRun.RunAsync),
        new("flood", "[connections]", "what a caller notices while another one sends as fast as it is answered", FloodRun.RunAsync),
        new("recovery", "[reports]", "the first answer of a region after kill -9", RecoveryRun.RunAsync),
        new("backtest", "[reports]", "two years of reports through POST /backtests, twice", BacktestRun.RunAsync),
        new(
            "detection", "FILE.csv [year] [days.csv]",
            "what a desk receives a week of a UCDP GED file, and which heavy days it misses, by the default thresholds of before and now",
            DetectionRun.RunAsync),
        new("cluster", "[reports]", "the load into one silo on Redis and into three", ClusterRun.RunAsync),
        new("guard", "", "a minute of what is above that fails on a regression", GuardRun.RunAsync) { InAll = false },
        new(
            NothingServer.Command, "port", "the endpoint that does nothing; the runs start it themselves", NothingServer.RunAsync) { InAll =
                false },
    ];

    public static async Task<int> RunAsync(string[] words, CancellationToken cancellationToken)
    {
        var name = words.FirstOrDefault();
        var arguments = Arguments.Parse(words.Skip(1));
        Command[] chosen =
            name == "all" ? [.. s_commands.Where(static command => command.InAll)] : [.. s_commands.Where(command => command.Name == name)];
        if (chosen.Length == 0)
        {
            PrintUsage();
            return name is "--help" or "help" ? 0 : 1;
        }

        try
        {
            foreach (var command in chosen)
            {
                Console.WriteLine($"\n=== {command.Name}: {command.Shows}");
                await command.RunAsync(arguments, cancellationToken);
            }

            return 0;
        }
        catch (RegressionException regression)
        {
            Console.Error.WriteLine($"Slower than it may be:\n{regression.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static void PrintUsage()
    {
        Console.Error.WriteLine("dotnet run -c Release --project tests/Alerting.Benchmarks -- <command> [--quick]\n");
        foreach (var command in s_commands)
        {
            Console.Error.WriteLine($"  {command.Name} {command.Usage}\n      {command.Shows}");
        }

        Console.Error.WriteLine(
            "  all\n      each of them\n\n--quick takes seconds instead of minutes: it shows that all runs, its figures mean little.");
    }
}
