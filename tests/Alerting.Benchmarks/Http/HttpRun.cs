using System.Diagnostics;
using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>
/// Reports a second over HTTP: durable, beside the endpoint that parses and answers and does nothing, and beside
/// Alertmanager, which keeps what it takes in memory only.
/// </summary>
internal static class HttpRun
{
    // Alertmanager's receiver is never called here: nothing is labelled as a probe.
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9/");

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        await using var nothing = await NothingUnderTest.StartAsync(cancellationToken);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        await using var alertmanager = await AlertmanagerUnderTest.StartAsync(s_nowhere, cancellationToken);
        List<Target> targets =
        [
            Target.Reports("do-nothing endpoint", nothing.Url, null, "http"),
            Target.Reports("product, durable", server.Url, server.Authorization, "http"),
        ];
        if (alertmanager is not null)
        {
            targets.Add(Target.Alerts(alertmanager.Url, "http"));
        }

        var numbers = targets.ConvertAll(static _ => new RequestNumbers());
        foreach (var connections in new[] { 1, 16, 64 })
        {
            await SingleAsync(targets, numbers, connections, arguments, cancellationToken);
        }

        await LinesAsync(nothing, server, arguments, cancellationToken);
    }

    private static async Task SingleAsync(
        List<Target> targets, List<RequestNumbers> numbers, int connections, Arguments arguments, CancellationToken cancellationToken)
    {
        var loops = new List<ClosedLoop>();
        try
        {
            for (var i = 0; i < targets.Count; i++)
            {
                loops.Add(await ClosedLoop.OpenAsync(targets[i], numbers[i], connections, cancellationToken));
            }

            var contenders =
                targets.Select((target, i) => new Contender(target.Name, t => loops[i].RunAsync(arguments.RoundTime, null, t))).ToList();
            Rounds.Print(
                string.Create(CultureInfo.InvariantCulture, $"One report a POST, {connections} connections, closed loop"),
                "reports/s",
                await Rounds.MeasureAsync(contenders, arguments, cancellationToken));
        }
        finally
        {
            loops.ForEach(static loop => loop.Dispose());
        }
    }

    /// <summary>Reports a second in streams, until they are answered.</summary>
    /// <param name="reports">Of a round.</param>
    public static async Task<IReadOnlyList<Measured>> MeasureLinesAsync(
        NothingUnderTest nothing, ServerUnderTest server, int reports, Arguments arguments, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return await Rounds.MeasureAsync(
            [
                new Contender("do-nothing endpoint", t => TimeAsync(body => Upload.PostAsync(client, nothing.Url, body, t))),
                new Contender("product, durable", t => TimeAsync(body => server.PostLinesAsync(body, t))),
            ],
            arguments,
            cancellationToken);

        async Task<double> TimeAsync(Func<byte[], Task> postAsync)
        {
            var facts = LoadFacts.Make(Target.Regions, reports, Guid.NewGuid().ToString("N"));
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(facts.Bodies.Select(postAsync));
            return reports / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    private static async Task LinesAsync(
        NothingUnderTest nothing, ServerUnderTest server, Arguments arguments, CancellationToken cancellationToken)
    {
        var reports = arguments.Quick ? 5_000 : 50_000;
        Rounds.Print(
            string.Create(
                CultureInfo.InvariantCulture,
                $"NDJSON, {LoadFacts.Streams} streams of {reports / LoadFacts.Streams:N0} reports, until answered"),
            "reports/s",
            await MeasureLinesAsync(nothing, server, reports, arguments, cancellationToken));
    }
}
