using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>
/// Single reports at a rate or as fast as they are answered, into the product and into the endpoint that does nothing:
/// the latter shows what the driver itself can do on these cores.
/// </summary>
internal static class PacedRun
{
    private const int OpenConnections = 64;

    public static async Task OpenAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var rate = arguments.Number(1, 2_000, 500);
        var time = TimeSpan.FromSeconds(arguments.Number(2, 20, 2));
        await RunAsync(
            string.Create(CultureInfo.InvariantCulture, $"Open loop: {rate:N0} reports/s for {time.TotalSeconds:0} s over {OpenConnections} connections, from the instant that was meant"),
            async (target, numbers, latencies) =>
            {
                // Just in time code and connections before they count.
                await OpenLoop.RunAsync(target, Target.Regions, numbers, rate, time / 4, OpenConnections, cancellationToken);
                var run = await OpenLoop.RunAsync(target, Target.Regions, numbers, rate, time, OpenConnections, cancellationToken);
                latencies.Add(("answers", run.Answers, run.Rate));
                latencies.Add(("of that, before it was sent", run.Lateness, run.Rate));
            },
            cancellationToken);
    }

    public static async Task ClosedAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var connections = arguments.Number(1, 16, 16);
        var time = TimeSpan.FromSeconds(arguments.Number(2, 10, 1));
        await RunAsync(
            string.Create(CultureInfo.InvariantCulture, $"Closed loop: {connections} connections for {time.TotalSeconds:0} s"),
            async (target, numbers, latencies) =>
            {
                using var loop = await ClosedLoop.OpenAsync(target, numbers, connections, cancellationToken);
                await loop.RunAsync(time / 4, null, cancellationToken);
                var answers = new Latencies();
                var rate = await loop.RunAsync(time, answers, cancellationToken);
                latencies.Add(("answers", answers, rate));
            },
            cancellationToken);
    }

    private static async Task RunAsync(
        string title, Func<Target, RequestNumbers, List<(string What, Latencies Latencies, double Rate)>, Task> runAsync, CancellationToken cancellationToken)
    {
        await using var nothing = await NothingUnderTest.StartAsync(cancellationToken);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        var table = new Table(title, ["", "a second", .. Latencies.Columns]);
        foreach (var target in new[] { Target.Reports("do-nothing endpoint: the driver's ceiling", nothing.Url, null, "paced"), Target.Reports("product, durable", server.Url, server.Authorization, "paced") })
        {
            var rows = new List<(string What, Latencies Latencies, double Rate)>();
            await runAsync(target, new RequestNumbers(), rows);
            foreach (var row in rows)
            {
                table.Add([$"{target.Name}: {row.What}", Table.Count(row.Rate), .. row.Latencies.Cells()]);
            }
        }

        table.Print();
    }
}
