using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>
/// A minute of the other benchmarks that fails on a regression: each way of doing the work takes turns with the one it is compared
/// with, and the ratio of the two must not fall below what noise can explain.
/// </summary>
internal static class GuardRun
{
    private const int Connections = 64;
    private const int Pollers = 16;
    private const int Lines = 60_000;

    /// <exception cref="RegressionException">A ratio is too low, twice.</exception>
    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        await using var nothing = await NothingUnderTest.StartAsync(cancellationToken);
        var regions = ManyRegions.Of(1_000);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken, regions.Catalog);
        await ReadsRun.FillAsync(server, regions.Codes, cancellationToken);

        // Each floor is half of the least that was seen on a machine with other work, or less.
        var faults = new List<string>();
        await CheckAsync("one report a POST, 64 connections", 0.08, () => PostsAsync(nothing, server, arguments, cancellationToken));
        await CheckAsync(
            "NDJSON, 4 streams", 0.08, () => HttpRun.MeasureLinesAsync(nothing, server, Lines, arguments, cancellationToken));
        await CheckAsync("10 thresholds beside 1", 0.25, () => EngineAsync(arguments, cancellationToken));
        await CheckAsync("a list of 1,000 regions that is the same", 0.3, () => PollsAsync(nothing, server, arguments, cancellationToken));
        if (faults.Count > 0)
        {
            throw new RegressionException(string.Join('\n', faults));
        }

        async Task CheckAsync(string what, double floor, Func<Task<IReadOnlyList<Measured>>> measureAsync)
        {
            var ratio = 0.0;

            // Once more where a neighbour on the same cores may have been the cause.
            for (var attempt = 0; attempt < 2 && ratio < floor; attempt++)
            {
                var measured = await measureAsync();
                Rounds.Print(what, "a second", measured);
                ratio = measured[1].Rate / measured[0].Rate;
            }

            if (ratio < floor)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {ratio:0.00} x, and {floor:0.00} x at least is wanted."));
            }
        }
    }

    private static async Task<IReadOnlyList<Measured>> PostsAsync(
        NothingUnderTest nothing, ServerUnderTest server, Arguments arguments, CancellationToken cancellationToken)
    {
        var run = Guid.NewGuid().ToString("N");
        using var idle = await ClosedLoop.OpenAsync(
            Target.Reports("nothing", nothing.Url, null, run), new RequestNumbers(), Connections, cancellationToken);
        using var product = await ClosedLoop.OpenAsync(
            Target.Reports("product", server.Url, server.Authorization, run), new RequestNumbers(), Connections, cancellationToken);
        await product.RunAsync(arguments.RoundTime * 10, null, cancellationToken);
        return await Rounds.MeasureAsync(
            [
                new Contender("an endpoint that does nothing", t => idle.RunAsync(arguments.RoundTime, null, t)),
                new Contender("product, durable", t => product.RunAsync(arguments.RoundTime, null, t)),
            ],
            arguments,
            cancellationToken);
    }

    private static async Task<IReadOnlyList<Measured>> EngineAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        const int InWindow = 1_000;
        var (one, ten) = (Feed(1), Feed(10));
        return await Rounds.MeasureAsync(
            [Contender.Of("1 threshold", one.Measure), Contender.Of("10 thresholds", ten.Measure)], arguments, cancellationToken);

        static EngineFeed Feed(int thresholds) => new(thresholds, new EngineReports(InWindow), 2 * InWindow, Lines);
    }

    private static async Task<IReadOnlyList<Measured>> PollsAsync(
        NothingUnderTest nothing, ServerUnderTest server, Arguments arguments, CancellationToken cancellationToken)
    {
        using var pollers = await PollerGroup.OpenAsync(server, Pollers, cancellationToken);
        using var idle = await ClosedLoop.OpenAsync(
            Target.Reports("nothing", nothing.Url, null, "polls"), new RequestNumbers(), Pollers, cancellationToken);
        return await Rounds.MeasureAsync(
            [
                new Contender("an endpoint that does nothing", t => idle.RunAsync(arguments.RoundTime, null, t)),
                new Contender("304", t => pollers.RateAsync(forget: false, arguments.RoundTime, t)),
            ],
            arguments,
            cancellationToken);
    }
}
