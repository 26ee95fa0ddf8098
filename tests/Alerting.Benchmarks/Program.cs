using System.Globalization;
using Alerting.Benchmarks;

var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : (int?)null;
switch (args)
{
    case ["engine", ..]:
        EngineRun.Run(count ?? 500_000);
        return 0;
    case ["load", ..]:
        await LoadRun.RunAsync(count ?? 1_000_000);
        return 0;
    case ["latency", ..]:
        await LatencyRun.RunAsync(count ?? 300);
        return 0;
    case ["recovery", ..]:
        await RecoveryRun.RunAsync(count ?? 1_000_000);
        return 0;
    case ["backtest", ..]:
        await BacktestRun.RunAsync(count ?? 1_000_000);
        return 0;
    case ["cluster", ..]:
        await ClusterRun.RunAsync(count ?? 200_000);
        return 0;
    default:
        Console.Error.WriteLine("Usage: engine [reports] | load [reports] | latency [alerts] | recovery [reports] | backtest [reports] | cluster [reports]");
        return 1;
}
