using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Who begins requests and does not end them takes nothing from others, and is let go.</summary>
public sealed class StalledRequestsTests(ITestOutputHelper output)
{
    private const string Reports = "/api/v1/reports";
    private const string Backtests = "/api/v1/backtests";
    private const string Preview = "/api/v1/thresholds/draft/preview";
    private const string FirstLine = """{"thresholdIds":["surge"]}""";
    private const string Report = """{"source":"slow","region":"IQ-AN","kind":"riot","occurredAt":"2026-01-01T00:00:00Z"}""";

    private const string Draft = """
        {"scope":{"regions":["IQ"],"depth":"leaf"},"measure":"towns","window":"PT2H","atLeast":3,"severity":"severe"}
        """;

    [Fact]
    public async Task Backtests_previews_and_reports_are_served_beside_any_number_of_stalled_requests()
    {
        await using var server = await AttackedServer.StartAsync();
        await using var neighbour = new Neighbour(server);
        await WarmUpAsync(server, neighbour);

        using var stalled = new Stalled(server);
        var count = AttackScale.Of(40, 1_000);
        await stalled.LinesAsync(count, Backtests, FirstLine, Report);
        await stalled.BodiesAsync(count, Backtests);
        await stalled.BodiesAsync(count, Preview);
        await stalled.BodiesAsync(count, Reports);
        await stalled.BodiesAsync(count, Reports, withKey: false);
        await stalled.LinesAsync(count, Reports, Report);
        await stalled.HeadersAsync(count);
        neighbour.Reset();

        for (var i = 0; i < 10; i++)
        {
            await RunAsync(server);
        }

        await neighbour.MeasureAsync(100);
        output.WriteLine($"{stalled.Connections.Count} stalled, {server.ResidentBytes >> 20} MB resident; {neighbour}");
        Assert.Empty(neighbour.Failures);
        Assert.InRange(neighbour.Percentile(0.99), 0, 2_000);
    }

    [Fact]
    public async Task A_stalled_body_is_given_up_and_of_a_silent_stream_is_answered_what_came()
    {
        await using var server = await AttackedServer.StartAsync(
            ("Alerting__Http__MaxBodySilence", "00:00:02"), ("Alerting__Http__MaxStreamSilence", "00:00:03"));
        using var stalled = new Stalled(server);
        await stalled.LinesAsync(1, Backtests, FirstLine, Report);
        await stalled.BodiesAsync(1, Preview);
        await stalled.LinesAsync(1, Reports, Report, Report, Report);

        var patience = TimeSpan.FromSeconds(30);
        var answers = await Task.WhenAll(stalled.Connections.Select(connection => connection.ReadAsync(patience)));

        Assert.All(answers[..2], static answer => Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal));
        Assert.Contains("body-timed-out", answers[0], StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", answers[2], StringComparison.Ordinal);
        Assert.Equal(3, answers[2].Split("\"outcome\":\"accepted\"").Length - 1);
        Assert.EndsWith("0\r\n\r\n", answers[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_bodies_that_never_end_do_not_fill_the_memory()
    {
        await using var server = await AttackedServer.StartAsync(("Alerting__Http__MaxBufferedBytes", "67108864"));
        await using var neighbour = new Neighbour(server);
        await WarmUpAsync(server, neighbour);

        // Announced, or sent but for a byte: together more than the heap may hold.
        using var stalled = new Stalled(server);
        await stalled.BodiesAsync(AttackScale.Of(200, 1_000), Reports, length: 8 << 20);
        await stalled.AlmostWholeBodiesAsync(AttackScale.Of(30, 200), Reports, 8 << 20);
        await neighbour.MeasureAsync(100);

        output.WriteLine($"{stalled.Connections.Count} large bodies, {server.PeakResidentBytes >> 20} MB resident at most; {neighbour}");
        Assert.Empty(neighbour.Failures);
        var last = await stalled.Connections[^1].ReadAsync(TimeSpan.FromSeconds(15));
        Assert.StartsWith("HTTP/1.1 503", last, StringComparison.Ordinal);
    }

    private static async Task WarmUpAsync(AttackedServer server, Neighbour neighbour)
    {
        await RunAsync(server);
        await neighbour.MeasureAsync(20);
    }

    private static async Task RunAsync(AttackedServer server)
    {
        var backtest = await server.SendAsync(HttpMethod.Post, Backtests, $"{FirstLine}\n{Report}", "application/x-ndjson");
        Assert.Equal(1, backtest["reports"]!.GetValue<int>());
        var preview = await server.SendAsync(HttpMethod.Post, Preview, Draft);
        Assert.NotNull(preview["totals"] as JsonArray);
    }
}
