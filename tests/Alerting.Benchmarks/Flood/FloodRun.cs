using System.Globalization;
using System.Text.Json.Nodes;

namespace Alerting.Benchmarks;

/// <summary>
/// One caller sends as fast as it is answered, whatever it is told, while another keeps to its rate: what that one notices. The
/// flood's own sending is on the same cores, so it takes from the other one even what the server does not.
/// </summary>
internal static class FloodRun
{
    private const int PerSecond = 500;
    private const int NeighbourPerSecond = 100;
    private const int NeighbourConnections = 8;

    private static readonly RequestNumbers s_numbers = new();

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var connections = arguments.Number(0, 64, 16);
        await using var server = await ServerUnderTest.StartLimitedAsync(PerSecond);
        var flooding = await KeyAsync(server, "flood", cancellationToken);
        var keeping = await KeyAsync(server, "keeps to its rate", cancellationToken);
        Target[] neighbours = [Reports(server, keeping, "keeps"), Reads(server, keeping)];
        Target[] floods = [Reports(server, flooding, "floods"), Reads(server, flooding)];
        var table = new Table(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{PerSecond} a second for each key; one sends {NeighbourPerSecond} a second, the other over {connections} connections as "
                + $"fast as it is answered"),
            ["", "flood: taken, refused a second", .. Latencies.Columns, "p99 to alone"]);
        var time = arguments.RoundTime * 4;
        foreach (var neighbour in neighbours)
        {
            var alone = new Latencies();
            Measure[] beside = [.. floods.Select(flood => new Measure(flood, new Latencies()))];
            await KeepAsync(neighbour, new Latencies(), time, cancellationToken);
            for (var round = 0; round < arguments.Rounds; round++)
            {
                await KeepAsync(neighbour, alone, time, cancellationToken);
                foreach (var measure in beside)
                {
                    using var flood = Flood.Open(measure.Flood, connections, cancellationToken);
                    await KeepAsync(neighbour, measure.Answers, time, cancellationToken);
                    measure.Add(await flood.EndAsync());
                }
            }

            table.Add([$"{neighbour.Name}, alone", "", .. alone.Cells(), ""]);
            foreach (var measure in beside)
            {
                table.Add(
                [
                    $"{neighbour.Name}, beside a flood of {measure.Flood.Name}",
                    $"{Table.Count(measure.Taken)}, {Table.Count(measure.Refused)}", .. measure.Answers.Cells(),
                    Table.Ratio(measure.Answers.At(99) / alone.At(99)),
                ]);
            }
        }

        table.Print();
    }

    private static async Task KeepAsync(Target target, Latencies answers, TimeSpan time, CancellationToken cancellationToken)
    {
        var run = await OpenLoop.RunAsync(
            target, Target.Regions, s_numbers, NeighbourPerSecond, time, NeighbourConnections, cancellationToken);
        answers.Add(run.Answers);
    }

    private static Target Reports(ServerUnderTest server, string key, string run) =>
        Target.Reports("reports", server.Url, $"Bearer {key}", run);

    private static Target Reads(ServerUnderTest server, string key) => new(
        "reads", server.Url, _ => RequestTemplate.Get(server.Url, "/api/v1/alerts?limit=10", $"Authorization: Bearer {key}\r\n"));

    private static async Task<string> KeyAsync(ServerUnderTest server, string name, CancellationToken cancellationToken)
    {
        var made = await server.PostAsync("keys", $$"""{"name":"{{name}}","roles":["reporter","desk"]}""", cancellationToken);
        return JsonNode.Parse(made)!["key"]!.GetValue<string>();
    }

    private sealed class Measure(Target flood, Latencies answers)
    {
        private readonly List<(double Taken, double Refused)> _rounds = [];

        public Target Flood => flood;

        public Latencies Answers => answers;

        public double Taken => _rounds.Average(static round => round.Taken);

        public double Refused => _rounds.Average(static round => round.Refused);

        public void Add((double Taken, double Refused) round) => _rounds.Add(round);
    }
}
