using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Alerts;
using Alerting.Cluster.Tests.Faults;
using Alerting.Cluster.Tests.History;
using Alerting.Cluster.Tests.Load;
using Alerting.Cluster.Tests.Processes;
using Alerting.Storage.Redis;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Cluster.Tests;

/// <summary>
/// Three silos on one Redis under load while they die, stand still, restart and lose their store, one fault after the
/// other; then the history is checked. ALERTING_FAULT_COUNT or ALERTING_FAULT_MINUTES asks for a longer run,
/// ALERTING_FAULT_SEED for a certain one.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Reporters = 5;
    private const int Readers = 3;
    private const int Officers = 2;
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loses_nothing_doubles_nothing_and_tells_everything_whatever_dies()
    {
        var redis = RedisServer.NamedExecutable;
        Assert.SkipWhen(redis is null, $"{RedisServer.Variable} names no redis-server executable.");
        var seed = Number("ALERTING_FAULT_SEED") ?? Random.Shared.Next(1_000_000);
        var minutes = Number("ALERTING_FAULT_MINUTES");
        var count = Number("ALERTING_FAULT_COUNT") ?? (minutes is null ? Enum.GetValues<Fault>().Length : int.MaxValue);
        Say($"seed {seed}");

        await using var cluster = await ClusterUnderTest.StartAsync(redis!);
        await using var store = cluster.OpenStore();
        var book = new ReportBook();
        var port = TestPorts.Next();
        await using var desk = await Desk.StartAsync(port, seed);
        var subscriptions = Subscriptions(port);
        await SetUpAsync(cluster, subscriptions);
        await PutPolicyAsync(cluster, port);

        using var working = new CancellationTokenSource();
        using var reading = new CancellationTokenSource();
        var readers = Enumerable.Range(0, Readers).Select(i => new LiveReader(cluster, seed + i)).ToList();
        var boards = Enumerable.Range(0, Readers).Select(i => new BoardReader(cluster, seed + i)).ToList();
        var feeds = readers.ConvertAll(reader => reader.RunAsync(reading.Token));
        feeds.AddRange(boards.Select(board => board.RunAsync(reading.Token)));
        var load = Enumerable.Range(1, Reporters)
            .Select(i => new Reporter(cluster, book, $"office-{i}", seed + i).RunAsync(working.Token))
            .Concat(Enumerable.Range(1, Officers)
                .Select(i => new Officer(cluster, book, $"officer-{i}", seed - i).RunAsync(working.Token)))
            .ToList();
        var faults = new FaultRun(cluster, book, seed);
        try
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var fault in faults.Schedule().Take(count).TakeWhile(_ => minutes is null || Stopwatch.GetElapsedTime(started).TotalMinutes < minutes))
            {
                await Task.Delay(s_between, TimeProvider.System, Token);
                var at = Stopwatch.GetTimestamp();
                await faults.CauseAsync(fault);
                Say($"{fault}: the slowest region answered after {faults.Outages.LastWorst(fault):0.00} s; back to three in {Stopwatch.GetElapsedTime(at).TotalSeconds:0.0} s");
                Assert.True(book.Violations.IsEmpty, $"seed {seed}: {string.Join('\n', book.Violations)}");
            }
        }
        finally
        {
            await working.CancelAsync();
            await Task.WhenAll(load);
        }

        var problems = await SettledAsync(cluster, store, book, desk, subscriptions, readers, boards, faults.Thaws);
        await reading.CancelAsync();
        await Task.WhenAll(feeds);
        Say($"{book.Sent.Count} reports and revisions sent, {book.Sent.Count(static r => r.Acknowledged)} acknowledged; {desk.Repeated} webhooks repeated; {readers.Sum(static r => r.Connections)} connections of {Readers} feeds; silos ended by themselves {cluster.Silos.Sum(static s => s.Ends)} times");
        Say($"{boards.Sum(static b => b.Events)} events of {Readers} boards, begun anew {boards.Sum(static b => b.Resets)} times");
        var answered = book.Acts.Count(static act => act.Revision is not null);
        Say($"{book.Acts.Count} acts, {answered} answered with a revision and {book.Acts.Count(static act => act.IsRefused)} refused");
        Say(faults.Outages.ToString());
        foreach (var failure in book.Failures.GroupBy(static f => f.Problem[(f.Problem.IndexOf(' ', 6) + 1)..]).OrderByDescending(static g => g.Count()).Take(8))
        {
            Say($"{failure.Count()} x {failure.Key}");
        }

        Assert.True(problems.Count == 0, $"seed {seed}:\n{string.Join('\n', problems.Take(20))}");
        Assert.True(
            book.Sent.Count > 100 && answered > 10 && subscriptions.TrueForAll(s => desk.Received(s.Id).Count > 0)
                && desk.Received(EscalationCheck.Contact).Count > 0 && boards.TrueForAll(static board => board.Events > 10),
            "There was load, and there were alerts for every subscription and for whoever is called, and changes for every board.");
    }

    private static List<Subscription> Subscriptions(int port) =>
    [
        Of("everything", port) with { Changes = [] },
        Of("iraq", port) with { Regions = ["IQ"], MinSeverity = Severity.Severe },
        Of("many", port) with { Thresholds = ["many"], Changes = [AlertChange.Raised, AlertChange.Cleared, AlertChange.Cancelled] },
        Of("acts", port) with
        {
            Changes =
            [
                AlertChange.Acknowledged, AlertChange.Unacknowledged, AlertChange.Assigned, AlertChange.Commented, AlertChange.Reviewed,
            ],
        },
    ];

    private static Subscription Of(string id, int port) =>
        new() { Id = id, Name = id, Channel = new SubscriptionChannel { Url = $"http://127.0.0.1:{port}/{id}", Secret = Desk.Secret } };

    private static async Task SetUpAsync(ClusterUnderTest cluster, List<Subscription> subscriptions)
    {
        await cluster.PutAsync("thresholds/many", Faults.Thresholds.Many(5));
        await cluster.PutAsync("thresholds/short-towns", Faults.Thresholds.Towns);
        await cluster.PutAsync("thresholds/short-casualties", Faults.Thresholds.Casualties);
        foreach (var subscription in subscriptions)
        {
            await cluster.PutAsync($"subscriptions/{subscription.Id}", new JsonObject
            {
                ["regions"] = new JsonArray([.. subscription.Regions.Select(static r => JsonValue.Create(r))]),
                ["minSeverity"] = EnumNames.ToName(subscription.MinSeverity),
                ["thresholds"] = new JsonArray([.. subscription.Thresholds.Select(static t => JsonValue.Create(t))]),
                ["changes"] = new JsonArray([.. subscription.Changes.Select(static c => JsonValue.Create(EnumNames.ToName(c)))]),
                ["startAfter"] = 0,
                ["channel"] =
                    new JsonObject { ["type"] = "webhook", ["url"] = subscription.Channel.Url, ["secret"] = subscription.Channel.Secret },
            });
        }
    }

    private static async Task PutPolicyAsync(ClusterUnderTest cluster, int port)
    {
        var url = $"http://127.0.0.1:{port}/{EscalationCheck.Contact}";
        await cluster.PutAsync($"contacts/{EscalationCheck.Contact}", new JsonObject
        {
            ["name"] = "Whoever is called",
            ["channels"] = new JsonArray(new JsonObject { ["type"] = "webhook", ["url"] = url, ["secret"] = Desk.Secret }),
        });
        await cluster.PutAsync($"policies/{EscalationCheck.Policy}", new JsonObject
        {
            ["steps"] = new JsonArray([.. EscalationCheck.Steps.Select(static after => new JsonObject
            {
                ["after"] = Duration.From(after).ToString(),
                ["notify"] = new JsonArray($"contact:{EscalationCheck.Contact}"),
            })]),
        });
    }

    /// <summary>What is wrong once all is quiet; deadlines and retries may take their time until then.</summary>
    private static async Task<List<string>> SettledAsync(
        ClusterUnderTest cluster, RedisLogStore store, ReportBook book, Desk desk, List<Subscription> subscriptions, List<LiveReader> readers,
        List<BoardReader> boards, List<DateTimeOffset> thaws)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var truth = await Truth.ReadAsync(store, Token);
            List<string> problems =
            [
                .. HistoryCheck.Reports(book, truth),
                .. HistoryCheck.Alerts(truth),
                .. ActCheck.Acts(book.Acts, truth),
                .. await ShownCheck.RunAsync(cluster, truth),
                .. await BoardCheck.RunAsync(cluster, boards, truth),
                .. subscriptions.SelectMany(s => HistoryCheck.Deliveries(s, desk.Received(s.Id), truth)),
                .. EscalationCheck.Calls(desk.Received(EscalationCheck.Contact), truth, TimeProvider.System.GetUtcNow()),
                .. EscalationCheck.CallsAfterAcknowledgement(desk.Arrivals(EscalationCheck.Contact), book.Acts, thaws, truth),
                .. readers.Where(static reader => reader.Resets > 0).Select(static reader => $"a reader was reset {reader.Resets} times"),
                .. readers.SelectMany((reader, i) => HistoryCheck.Feed($"reader {i}", reader.Read(), truth)),
                .. (await store.DueAsync(TimeProvider.System.GetUtcNow().UtcTicks, 10, Token)).Select(static due => $"{due.Log} is due"),
            ];
            if (problems.Count == 0 || Stopwatch.GetElapsedTime(started) > s_quiet)
            {
                return [.. problems, .. book.Violations];
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Token);
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>Into the test's output, and at once for who watches a long run.</summary>
    private void Say(string line)
    {
        output.WriteLine(line);
        Console.Error.WriteLine(line);
    }
}
