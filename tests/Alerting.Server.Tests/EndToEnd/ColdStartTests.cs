using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>What a process shows of regions that were at rest when the one before it was killed.</summary>
public sealed partial class ColdStartTests
{
    private static readonly string[] s_codes = ["AD", "AD-02", "AD-03", "DE", "DE-BE", "SE", "SE-AB"];

    [Fact]
    public async Task The_list_of_regions_is_complete_and_no_region_is_woken_for_it()
    {
        await using var server = await ServerProcess.StartAsync();
        var hour = TimeProvider.System.GetUtcNow().AddHours(-1);
        await server.SendAsync(
            HttpMethod.Post, "api/v1/reports",
            $"[{string.Join(',', new[] { "AD-02", "AD-03", "DE-BE", "SE-AB" }.Select(code => Facts.Report(code, code, "Town", hour)))}]");
        await Wait.UntilAsync(
            async () =>
            {
                var shown = (await ListAsync(server)).Select(static region => (region.Code, region.Version)).ToList();
                return shown.Select(static region => region.Code).SequenceEqual(s_codes) && AtRest(server).SequenceEqual(shown);
            },
            "all regions are at rest",
            () => $"At rest are {string.Join(' ', AtRest(server))}.");
        var before = await ListAsync(server);

        await server.KillAsync();
        await server.RestartAsync();

        Assert.Equal(before, await ListAsync(server));
        Assert.Equal(2, (await server.GetAsync("api/v1/regions/AD"))["incidents24h"]!.GetValue<long>());
        Assert.Equal(0, await ActiveAsync(server));

        // A report wakes its region and those above it.
        await server.SendAsync(HttpMethod.Post, "api/v1/reports", Facts.Report("more", "DE-BE", "Town", hour.AddMinutes(45)));
        await server.Until(
            async () => (await ListAsync(server)).Single(static region => region.Code == "DE").Incidents == 2,
            "the country counts what was reported after the restart");
        await server.Until(async () => await ActiveAsync(server) == 2, "the metrics, which are kept for a moment, count two regions");
    }

    private static async Task<IReadOnlyList<(string Code, long Incidents, long Version)>> ListAsync(ServerProcess server) =>
    [
        .. (await server.GetAsync("api/v1/regions"))["items"]!.AsArray().Select(static region => (
            region!["code"]!.GetValue<string>(), region["incidents24h"]!.GetValue<long>(), region["version"]!.GetValue<long>())),
    ];

    /// <summary>The regions of which the store has what they showed at rest, as of the end of their logs.</summary>
    private static List<(string Code, long Version)> AtRest(ServerProcess server)
    {
        using var store = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(server.DataDirectory, "alerting.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        store.Open();
        using var command = store.CreateCommand();
        command.CommandText = "SELECT substr(log, 9), sequence FROM snapshots WHERE log LIKE 'resting/%' ORDER BY log";
        using var rows = command.ExecuteReader();
        var regions = new List<(string, long)>();
        while (rows.Read())
        {
            regions.Add((rows.GetString(0), rows.GetInt64(1)));
        }

        return regions;
    }

    private static async Task<int> ActiveAsync(ServerProcess server)
    {
        var metrics = await server.Client.GetStringAsync(new Uri(server.Url, "metrics"));
        var active = ActiveRegions().Match(metrics);
        return active.Success ? int.Parse(active.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^alerting_regions_active(?:\{[^}]*\})? (\d+)", RegexOptions.Multiline)]
    private static partial Regex ActiveRegions();
}
