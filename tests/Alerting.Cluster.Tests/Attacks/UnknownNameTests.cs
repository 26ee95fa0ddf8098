using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>A flood of names that nobody knows must not cost more than the good reports whose place it takes.</summary>
public sealed class UnknownNameTests(ITestOutputHelper output)
{
    /// <summary>Without a bound on the search for the nearest known name it was twenty and more.</summary>
    private const double MaxRatio = 3;

    [Fact]
    public async Task Lines_of_unknown_regions_cost_about_as_much_as_good_ones()
    {
        await using var server = await AttackedServer.StartAsync();
        var lines = AttackScale.Of(20_000, 100_000);
        await PostAsync(server, lines / 4, static i => Line(i, "AD-07"), 0);
        await PostAsync(server, 1, static i => Line(i, "AD-XX"), 1);
        var valid = await PostAsync(server, lines, static i => Line(i, "AD-08"), 0);
        var codes =
            await PostAsync(server, lines, static i => Line(i, string.Create(CultureInfo.InvariantCulture, $"QQ-{i:00000}")), lines);
        var names = await PostAsync(
            server, lines, static i => Line(i, string.Create(CultureInfo.InvariantCulture, $"province of anbaar {i}")), lines);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{lines:N0} lines each: valid {lines / valid:N0}/s, unknown codes "
                + $"{lines / codes:N0}/s, unknown names {lines / names:N0}/s"));
        Assert.InRange(codes / valid, 0, MaxRatio);
        Assert.InRange(names / valid, 0, MaxRatio);
    }

    private static string Line(int number, string region) =>
        $$"""{"reportId":"{{number}}","source":"s","region":"{{region}}","town":"Town","kind":"protest","occurredAt":"{{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}"}""";

    /// <summary>Seconds from the first byte to the last of the answer.</summary>
    private static async Task<double> PostAsync(AttackedServer server, int lines, Func<int, string> line, int rejected)
    {
        var body = new StringBuilder();
        for (var i = 0; i < lines; i++)
        {
            body.Append(line(i)).Append('\n');
        }

        using var content = new StringContent(body.ToString(), Encoding.UTF8, "application/x-ndjson");
        var started = TimeProvider.System.GetTimestamp();
        using var response = await server.Client.PostAsync(new Uri(server.Url, "api/v1/reports"), content);
        var text = await response.Content.ReadAsStringAsync();
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Assert.Equal(rejected, JsonNode.Parse(text)!["rejected"]!.GetValue<int>());
        return seconds;
    }
}
