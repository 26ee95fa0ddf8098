using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Alerting.Cluster.Tests.Load;
using Xunit;

namespace Alerting.Cluster.Tests.Upgrade;

/// <summary>
/// This server takes over what an earlier version has stored: it answers the same, delivers what was pending, and goes
/// on where the other was.
/// </summary>
public sealed class UpgradeTests(ITestOutputHelper output)
{
    private const string Delivered = " delivered";

    /// <summary>Members of answers that the earlier version did not have.</summary>
    private static readonly HashSet<string> s_added =
        [
            "links", "certain", "doubts", "doubtsCount", "location", "summary", "url", "count", "redact", "story", "delivery", "outcome",
            "into", "owner", "quietSources", "quietSourcesCount", "locationDoubt", "area",
            "by", "held", "reason", "sequence", "tries", "format", "template", "complete", "removed",
        ];

    /// <summary>Name, whether it is a Redis, whether the process was killed or had ended as told.</summary>
    public static TheoryData<string, bool, bool> Fixtures => new()
    {
        { "sqlite-ended", false, false },
        { "sqlite-killed", false, true },
        { "redis-ended", true, false },
        { "redis-killed", true, true },
    };

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task What_an_earlier_version_has_stored_is_taken_over(string name, bool onRedis, bool killed)
    {
        var fixture = new Fixture(name);
        var recording = await fixture.ReadAsync();
        var directory = Directory.CreateTempSubdirectory("alerting-upgrade-");
        try
        {
            await fixture.UnpackAsync(directory.FullName);
            await using var server = new UpgradedServer(directory.FullName, Redis(onRedis));
            server.SetClock(recording.At);
            await server.StartAsync();
            output.WriteLine($"{name}: the server was {(killed ? "killed" : "ended")}; {recording.Answers.Count} answers are compared.");

            await SameAnswersAsync(server, recording);
            await GoesOnAsync(server, recording);
            await PendingArrivesAsync(server, recording);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Path of redis-server, or none for the embedded store; skips the test where the first is asked for and missing.</summary>
    internal static string? Redis(bool isAskedFor)
    {
        var redis = Environment.GetEnvironmentVariable("ALERTING_TEST_REDIS");
        Assert.SkipWhen(isAskedFor && !File.Exists(redis), "ALERTING_TEST_REDIS names no redis-server executable.");
        return isAskedFor ? redis : null;
    }

    private static async Task SameAnswersAsync(UpgradedServer server, Recording recording)
    {
        // Again: figures that decay are those of the minute.
        server.SetClock(recording.At);
        var answers = await Answers.OfAsync(server);
        Assert.Equal(recording.Answers.Keys, answers.Keys);
        foreach (var (path, expected) in recording.Answers)
        {
            var actual = answers[path];
            Assert.True(AreSame(expected, actual, path), $"GET {path}\nwas {expected.ToJsonString()}\nis  {actual.ToJsonString()}");
        }

        Assert.Equal(recording.Deliveries, await Answers.DeliveriesAsync(server, "desk"));
        Assert.Contains(recording.Deliveries, static d => d.EndsWith(Delivered, StringComparison.Ordinal));
        Assert.Contains(recording.Deliveries, static d => !d.EndsWith(Delivered, StringComparison.Ordinal));
    }

    /// <summary>
    /// Equal but for what a start may move: the version of a region and the instant of its figures, by some seconds, in
    /// which scores decay a little.
    /// </summary>
    private static bool AreSame(JsonNode? expected, JsonNode? actual, string path, string name = "") => (expected, actual) switch
    {
        _ when name is "version" or "asOf" && path.StartsWith("regions", StringComparison.Ordinal) =>
            (expected is null) == (actual is null),
        (JsonObject left, JsonObject right) => right.All(member => left.ContainsKey(member.Key) || s_added.Contains(member.Key))
            && left.All(member => right.TryGetPropertyValue(member.Key, out var other) && AreSame(member.Value, other, path, member.Key)),
        (JsonArray left, JsonArray right) => left.Count == right.Count
            && left.Zip(right).All(pair => AreSame(pair.First, pair.Second, path)),
        (JsonValue left, JsonValue right) when name == "score" => Math.Abs((double)left - (double)right) <= 0.001 * (double)left,
        _ => JsonNode.DeepEquals(expected, actual),
    };

    /// <summary>Reports of before are known, new ones are taken, and an alert takes the next place in the ledger.</summary>
    private static async Task GoesOnAsync(UpgradedServer server, Recording recording)
    {
        var at = Scenario.Start.AddMinutes(-1);
        Assert.Equal("duplicate", await OutcomeAsync(server, Scenario.Report("r-1", "IQ-DI", 1, at, killed: 1)));
        Assert.Equal("duplicate", await OutcomeAsync(server, Scenario.Report("unknown", "IQ-AN", 1, at, revision: 2)));
        Assert.Equal("accepted", await OutcomeAsync(server, Scenario.Report("r-1", "IQ-DI", 1, at, revision: 2, killed: 2)));

        var last = LastSeq(recording);
        Assert.Equal("accepted", await OutcomeAsync(server, Scenario.Report("new", "ES-MD", 0, recording.At, killed: 100)));
        JsonNode? raised = null;
        await Wait.UntilAsync(
            async () => (raised = (await server.GetAsync("alerts?region=ES-MD"))["items"]!.AsArray().FirstOrDefault()) is not null,
            "a new report raises an alert",
            () => server.LastWords);
        Assert.Equal("ES-MD.mass-casualty.1", (string?)raised!["alertId"]);
        var page = await server.GetAsync($"alerts?after={last}&limit=1000");
        var since = page["items"]!.AsArray().Select(static a => (long)a!["seq"]!).ToList();
        Assert.Contains((long)raised["seq"]!, since);
        Assert.True(since.Min() > last);
    }

    private static async Task PendingArrivesAsync(UpgradedServer server, Recording recording)
    {
        var port = TestPorts.Next();
        await using var desk = await Desk.StartAsync(port, seed: 1);
        await server.PutAsync("subscriptions/desk", Scenario.Subscription($"http://127.0.0.1:{port}/desk"));
        var isDelivered = recording.Deliveries
            .ToLookup(static d => d.EndsWith(Delivered, StringComparison.Ordinal), static d => d.Split(' ')[0]);
        var delivered = isDelivered[true].ToHashSet();
        var pending = isDelivered[false].ToList();
        await Wait.UntilAsync(
            () => pending.All(id => desk.Received("desk").Any(r => r.Id == id)),
            "what was pending has arrived",
            () => $"missing: {string.Join(' ', pending.Except(desk.Received("desk").Select(static r => r.Id)))}\n{server.LastWords}",
            TimeSpan.FromSeconds(120));
        Assert.DoesNotContain(desk.Received("desk"), r => delivered.Contains(r.Id));
    }

    private static long LastSeq(Recording recording) => recording.Answers
        .Where(static answer => answer.Key.StartsWith("alerts/", StringComparison.Ordinal))
        .SelectMany(static answer => answer.Value["items"]!.AsArray())
        .Max(static revision => (long)revision!["seq"]!);

    private static async Task<string> OutcomeAsync(UpgradedServer server, string report) =>
        (string)(await server.PostAsync("reports", report))["results"]![0]!["outcome"]!;
}
