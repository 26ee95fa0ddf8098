using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Processes;
using Alerting.Storage.Redis;
using Xunit;

namespace Alerting.Cluster.Tests;

/// <summary>What operators settle through one process holds in all, and outlives the sudden end of all of them.</summary>
public sealed class PlacesTests
{
    private static readonly string[] s_regions = ["IQ-AN", "IQ-DI", "IQ-NI", "SY-DY"];

    [Fact]
    public async Task A_change_of_places_reaches_all_regions_and_survives_the_death_of_all_processes()
    {
        var redis = RedisServer.NamedExecutable;
        Assert.SkipWhen(redis is null, $"{RedisServer.Variable} names no redis-server executable.");
        await using var cluster = await ClusterUnderTest.StartAsync(redis!, silos: 2);
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToString("O", CultureInfo.InvariantCulture);
        foreach (var region in s_regions)
        {
            foreach (var town in new[] { "Karmah", "Nadhim Taqsim" })
            {
                await TellAsync(cluster, new JsonObject
                {
                    ["reportId"] = town,
                    ["source"] = "wire-a",
                    ["region"] = region,
                    ["town"] = town,
                    ["kind"] = "ied",
                    ["occurredAt"] = at,
                });
            }
        }

        await Task.WhenAll(s_regions.Select(region => ShownAsync(cluster, region, "Karmah", "Nadhim Taqsim")));
        foreach (var region in s_regions)
        {
            await cluster.PutAsync($"places/{region.ToLowerInvariant()}", new JsonObject
            {
                ["name"] = "Karmah",
                ["aliases"] = new JsonArray("nadhim taqsim"),
                ["region"] = region,
            });
        }

        // At once: what was answered is kept, and what has not reached a region yet reaches it after the start.
        await Task.WhenAll(cluster.Silos.Select(static silo => silo.KillAsync()));
        foreach (var silo in cluster.Silos)
        {
            silo.Start();
        }

        await cluster.AllReadyAsync();
        await Task.WhenAll(s_regions.Select(region => ShownAsync(cluster, region, "Karmah")));
        await ShownAsync(cluster, "IQ", "Karmah", "Karmah", "Karmah");
        Assert.Equal(s_regions.Length, (await cluster.GetAsync("places"))["items"]!.AsArray().Count);
    }

    private static Task ShownAsync(ClusterUnderTest cluster, string region, params string[] towns) => Wait.UntilAsync(
        async () => (await cluster.GetAsync($"regions/{region}"))["towns24h"]!.AsArray()
            .Select(static town => town!.GetValue<string>()).SequenceEqual(towns),
        $"{region} shows {string.Join(", ", towns)}",
        patience: TimeSpan.FromSeconds(60));

    private static async Task TellAsync(ClusterUnderTest cluster, JsonObject report)
    {
        using var body = new StringContent(report.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        using var response = await cluster.Client.PostAsync(
            new Uri(cluster.Pick(Random.Shared).Url, "api/v1/reports"), body, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
