using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Somebody reports from thousands of towns within one window.</summary>
public sealed class ManyTownsTests(ITestOutputHelper output)
{
    private const int MaxListed = 100;
    private const int MaxBytes = 64 << 10;
    private const int Batch = 100;

    [Fact]
    public async Task An_alert_and_a_region_stay_small_whatever_their_windows_hold()
    {
        var count = AttackScale.Of(2_000, 20_000);
        await using var server = await AttackedServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/towns", """
            {"name":"towns","scope":{"regions":["IQ-AN"],"depth":"leaf"},"measure":"towns","window":"PT2H","atLeast":3,"updateEvery":"PT0S","severity":"critical"}
            """);
        await using var neighbour = new Neighbour(server);
        var written = server.WrittenBytes;
        for (var first = 0; first < count; first += Batch)
        {
            var lines = new StringBuilder();
            for (var i = first; i < first + Batch; i++)
            {
                lines.Append(Hooks.Report("IQ-AN", "Town " + i.ToString("00000", CultureInfo.InvariantCulture))).Append('\n');
            }

            await server.SendAsync(HttpMethod.Post, "api/v1/reports", lines.ToString(), "application/x-ndjson");
        }

        JsonNode alert = new JsonObject();
        await Wait.UntilAsync(
            async () =>
            {
                alert = await server.GetAsync("api/v1/alerts/IQ-AN.towns.1");
                return alert["evidenceCount"]!.GetValue<int>() == count;
            },
            "the ledger has the last revision");
        var state = await server.GetAsync("api/v1/regions/IQ-AN");
        var revisions = alert["revision"]!.GetValue<int>();
        var bytes = (server.WrittenBytes - written) / revisions;
        output.WriteLine(
            $"{count} towns: alert {Size(alert)} bytes, region {Size(state)} bytes, {revisions} revisions, {bytes} bytes "
            + $"written a revision; {neighbour}");

        Assert.Equal(count, alert["townsCount"]!.GetValue<int>());
        Assert.Equal(MaxListed, alert["towns"]!.AsArray().Count);
        Assert.Equal(count, state["towns24hCount"]!.GetValue<int>());
        Assert.Equal(MaxListed, state["towns24h"]!.AsArray().Count);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $" and {count - 8} more"), alert["explanation"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.InRange(Size(alert), 0, MaxBytes);
        Assert.InRange(Size(state), 0, MaxBytes);

        // In the log of the region, in that of the ledger, and each once more when it is moved to the database.
        Assert.InRange(bytes, 0, 8 * MaxBytes);
        Assert.Empty(neighbour.Failures);
    }

    private static int Size(JsonNode node) => Encoding.UTF8.GetByteCount(node.ToJsonString());
}
