using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Alerting.Benchmarks;

/// <summary>
/// What a room of dashboards costs the server and what they wait for: polls of a list that changes, whole lists, and the list after
/// kill -9. The clients run on the same cores.
/// </summary>
internal static partial class DashboardsRun
{
    /// <summary>The parts that can be run alone.</summary>
    public const string Parts = $"{Polls} | {Lists} | {Restart}";

    private const string Polls = "polls";
    private const string Lists = "lists";
    private const string Restart = "restart";
    private const int UploadsASecond = 20;

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var table = new Table("Dashboards", "", "aim", "seen");
        var part = arguments.Values is [var named, ..] ? named : null;
        if (part is null or Polls or Lists)
        {
            var regions = ManyRegions.Of(arguments.Quick ? 500 : 10_000);
            await using var server = await ServerUnderTest.StartAsync(cancellationToken, regions.Catalog);
            await ReadsRun.FillAsync(server, regions.Codes, cancellationToken);
            if (part is null or Polls)
            {
                await PollAsync(server, regions.Codes, arguments, table, cancellationToken);
            }

            if (part is null or Lists)
            {
                await WholeAsync(server, regions.Codes.Count, arguments, table, cancellationToken);
            }
        }

        if (part is null or Restart)
        {
            await AfterKillAsync(arguments, table, cancellationToken);
        }

        table.Print();
    }

    /// <summary>
    /// Clients that poll once a second while each second uploads change a tenth of the regions, both evenly spread over it.
    /// </summary>
    private static async Task PollAsync(
        ServerUnderTest server, IReadOnlyList<string> regions, Arguments arguments, Table table, CancellationToken cancellationToken)
    {
        var clients = arguments.Quick ? 20 : 200;
        var (warm, seconds) = arguments.Quick ? (1, 2) : (30, 30);
        using var pollers = await PollerGroup.OpenAsync(server, clients, cancellationToken);
        var still = await Measure(clients, false);
        var changing = await Measure(clients, true);
        var unwatched = await Measure(0, true);
        var what = string.Create(CultureInfo.InvariantCulture, $"{regions.Count:N0} regions, {clients} clients poll once a second");
        table.Add($"{what}, nothing changes: server's cores", "", still.Cores);
        table.Add($"{what}, nothing changes: p99", "", still.P99);
        table.Add("nobody polls, a tenth changes each second: server's cores", "", unwatched.Cores);
        table.Add($"{what}, a tenth changes each second: server's cores", "< 0.5", changing.Cores);
        table.Add($"{what}, a tenth changes each second: p99", "< 20 ms", changing.P99);
        table.Add($"{what}, a tenth changes each second: KB a whole answer, whole of all", "", changing.Answers);

        async Task<(string Cores, string P99, string Answers)> Measure(int polling, bool changes)
        {
            await Run(polling, warm, changes, null);
            var before = (server.Usage().Cpu, pollers.Whole, pollers.Bytes);
            var latencies = new Latencies();
            await Run(polling, seconds, changes, latencies);
            var (whole, bytes) = (pollers.Whole - before.Whole, pollers.Bytes - before.Bytes);
            return (
                Text($"{(server.Usage().Cpu - before.Cpu).TotalSeconds / seconds:0.00}"),
                polling == 0 ? "" : latencies.ToString(),
                Text($"{(whole == 0 ? 0 : bytes / whole / 1024.0):0} KB, {(double)whole / clients / seconds:P0}"));
        }

        async Task Run(int polling, int count, bool changes, Latencies? latencies)
        {
            var started = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
            var polls = pollers.All.Take(polling)
                .Select((poller, i) => Task.Run(
                    () => poller.RunAsync(started + (Stopwatch.Frequency * i / clients), count, latencies, cancellationToken),
                    cancellationToken))
                .ToList();
            for (var i = 0; i < count * UploadsASecond && changes; i++)
            {
                var rest = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), started + (Stopwatch.Frequency * i / UploadsASecond));
                await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, TimeProvider.System, cancellationToken);
                await ChangeAsync(server, regions, i, cancellationToken);
            }

            await Task.WhenAll(polls);
        }
    }

    /// <summary>A new fact in as many regions that a tenth of all have one after a second.</summary>
    private static Task ChangeAsync(ServerUnderTest server, IReadOnlyList<string> regions, int turn, CancellationToken cancellationToken) =>
        ReadsRun.FillAsync(
            server, regions.Where((_, i) => i % (10 * UploadsASecond) == turn % (10 * UploadsASecond)), cancellationToken,
            Guid.NewGuid().ToString("N"));

    private static async Task WholeAsync(
        ServerUnderTest server, int regions, Arguments arguments, Table table, CancellationToken cancellationToken)
    {
        const int Clients = 16;
        using var pollers = await PollerGroup.OpenAsync(server, Clients, cancellationToken);
        var measured = await Rounds.MeasureAsync(
            [
                new Contender("whole", t => pollers.RateAsync(forget: true, arguments.RoundTime, t)),
                new Contender("304", t => pollers.RateAsync(forget: false, arguments.RoundTime, t)),
            ],
            arguments,
            cancellationToken);
        table.Add(Text($"list of {regions:N0} regions whole, {Clients} clients"), "2,000/s", $"{Table.Count(measured[0].Rate)}/s");
        table.Add(Text($"the same with If-None-Match, {Clients} clients"), "", $"{Table.Count(measured[1].Rate)}/s");
    }

    /// <summary>All regions rest, the process is killed, and the list is read whole as soon as it is ready again.</summary>
    private static async Task AfterKillAsync(Arguments arguments, Table table, CancellationToken cancellationToken)
    {
        var regions = ManyRegions.Of(arguments.Quick ? 1_000 : 100_000);
        await using var server = await ServerUnderTest.StartAsync(cancellationToken, regions.Catalog);
        await ReadsRun.FillAsync(server, regions.Codes, cancellationToken);
        var awake = server.Usage().Bytes;

        // What a region shows at rest is stored some seconds after its last change.
        await Task.Delay(arguments.Quick ? s_second * 5 : s_second * 90, TimeProvider.System, cancellationToken);
        await server.KillAsync();
        var started = Stopwatch.GetTimestamp();
        await server.RestartAsync();
        var ready = Stopwatch.GetElapsedTime(started);
        var listed = 0;
        string? after = null;
        do
        {
            var page = await server.GetAsync($"regions?limit=10000{(after is null ? "" : "&after=" + after)}", cancellationToken);
            listed += page["items"]!.AsArray().Count;
            after = page["next"]?.GetValue<string>();
        }
        while (after is not null);
        var list = Stopwatch.GetElapsedTime(started) - ready;
        var memory = server.Usage().Bytes;
        var metrics = await server.Client.GetStringAsync(new Uri(server.Url, "metrics"), cancellationToken);
        var what = Text($"{regions.Codes.Count:N0} regions");
        var each = awake / 1024.0 / regions.Codes.Count;
        table.Add($"{what}, all awake: memory", "", Text($"{awake >> 20} MiB, {each:0.0} KiB a region"));
        table.Add($"{what}, after kill -9: ready", "", Text($"{ready.TotalSeconds:0.00} s"));
        table.Add($"{what}, after kill -9: whole list after ready", "1 s", Text($"{list.TotalSeconds:0.00} s, {listed:N0} regions"));
        table.Add($"{what}, after kill -9: regions awake", "0", Awake().Match(metrics).Groups[1].Value);
        table.Add($"{what}, after kill -9: memory with the list", "< 400 MB", Text($"{memory >> 20} MiB"));
    }

    [GeneratedRegex(@"^alerting_regions_active(?:\{[^}]*\})? (\S+)", RegexOptions.Multiline)]
    private static partial Regex Awake();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
