using Alerting.Benchmarks;

switch (args)
{
    case ["load", ..]:
        await LoadRun.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case ["latency", ..]:
        await LatencyRun.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 300);
        return 0;
    case ["recovery", ..]:
        await RecoveryRun.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case ["cluster", ..]:
        await ClusterRun.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 200_000);
        return 0;
    default:
        Console.Error.WriteLine("Usage: load [reports] | latency [alerts] | recovery [reports] | cluster [reports]");
        return 1;
}
