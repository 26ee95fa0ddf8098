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
            string.Create(
                CultureInfo.InvariantCulture,
                $"Open loop: {rate:N0} reports/s for {time.TotalSeconds:0} s over {OpenConnections} connections, from the "
                + $"instant that was meant"),
            async (target, numbers, rows) =>
            {
                // Just in time code and connections before they count.
                await OpenLoop.RunAsync(target, Target.Regions, numbers, rate, time / 4, OpenConnections, cancellationToken);
                var before = rows.Cpu();
                var run = await OpenLoop.RunAsync(target, Target.Regions, numbers, rate, time, OpenConnections, cancellationToken);
                rows.Add($"{target.Name}: answers", run.Rate, run.Answers, rows.Cpu() - before);
                rows.Add($"{target.Name}: of that, before it was sent", run.Rate, run.Lateness, null);
            },
            cancellationToken);
    }

    public static async Task ClosedAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var connections = arguments.Number(1, 16, 16);
        var time = TimeSpan.FromSeconds(arguments.Number(2, 10, 1));

        // Code is still being compiled anew for 40 s, which is a sixth of all the work.
        var warmUp = TimeSpan.FromSeconds(arguments.Number(3, 45, 1));
        await RunAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Closed loop: {connections} connections for {time.TotalSeconds:0} s, warmed up for {warmUp.TotalSeconds:0} s"),
            async (target, numbers, rows) =>
            {
                using var loop = await ClosedLoop.OpenAsync(target, numbers, connections, cancellationToken);
                await loop.RunAsync(warmUp, null, cancellationToken);
                var before = rows.Cpu();
                var answers = new Latencies();
                var rate = await loop.RunAsync(time, answers, cancellationToken);
                rows.Add($"{target.Name}: answers", rate, answers, rows.Cpu() - before);
            },
            cancellationToken);
    }

    private static async Task RunAsync(string title, Func<Target, RequestNumbers, Rows, Task> runAsync, CancellationToken cancellationToken)
    {
        await using var nothing = await NothingUnderTest.StartAsync(cancellationToken);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        var table = new Table(title, ["", "a second", "server CPU", .. Latencies.Columns]);
        await runAsync(
            Target.Reports(
                "do-nothing endpoint: the driver's ceiling", nothing.Url, null, "paced"), new RequestNumbers(), new Rows(table, () =>
                    nothing.Usage().Cpu));
        await runAsync(
            Target.Reports(
                "product, durable", server.Url, server.Authorization, "paced"), new RequestNumbers(), new Rows(table, () =>
                    server.Usage().Cpu));
        table.Print();
    }

    /// <param name="Cpu">What the server has used so far.</param>
    private sealed record Rows(Table Table, Func<TimeSpan> Cpu)
    {
        public void Add(string what, double rate, Latencies latencies, TimeSpan? cpu) => Table.Add(
            [
                what, Table.Count(rate),
                cpu is { } used ? string.Create(CultureInfo.InvariantCulture, $"{used.TotalMicroseconds / latencies.Count:0} us each") : "",
                .. latencies.Cells()
            ]);
    }
}
