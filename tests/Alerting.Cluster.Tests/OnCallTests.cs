using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Processes;
using Xunit;

namespace Alerting.Cluster.Tests;

/// <summary>Who is on call is the same through every process, and outlives the sudden end of all of them.</summary>
public sealed class OnCallTests
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Fact]
    public async Task What_is_changed_through_one_process_is_told_by_the_other_and_survives_the_death_of_both()
    {
        var redis = RedisServer.NamedExecutable;
        Assert.SkipWhen(redis is null, $"{RedisServer.Variable} names no redis-server executable.");
        await using var cluster = await ClusterUnderTest.StartAsync(redis!, silos: 2);
        foreach (var contact in new[] { "ann", "bob" })
        {
            await cluster.PutAsync($"contacts/{contact}", new JsonObject
            {
                ["name"] = contact,
                ["channels"] = new JsonArray(
                    new JsonObject { ["type"] = "webhook", ["url"] = "http://127.0.0.1:9/", ["secret"] = Secret }),
            });
        }

        foreach (var contact in new[] { "ann", "bob", "ann" })
        {
            // Answered, it is in force in every process.
            await cluster.PutAsync("schedules/night", Schedule(contact));
            foreach (var silo in cluster.Silos)
            {
                Assert.Equal((silo.Name, contact), (silo.Name, await OnCallAsync(cluster, silo)));
            }
        }

        await Task.WhenAll(cluster.Silos.Select(static silo => silo.KillAsync()));
        foreach (var silo in cluster.Silos)
        {
            silo.Start();
        }

        await cluster.AllReadyAsync();
        foreach (var silo in cluster.Silos)
        {
            Assert.Equal((silo.Name, "ann"), (silo.Name, await OnCallAsync(cluster, silo)));
        }
    }

    private static JsonObject Schedule(string contact) => new()
    {
        ["timeZone"] = "Asia/Baghdad",
        ["layers"] = new JsonArray(
            new JsonObject { ["contacts"] = new JsonArray(contact), ["startsAt"] = "2014-01-01T00:00:00Z", ["shift"] = "P1W" }),
    };

    private static async Task<string?> OnCallAsync(ClusterUnderTest cluster, SiloProcess silo)
    {
        var text = await cluster.Client.GetStringAsync(
            new Uri(silo.Url, "api/v1/schedules/night/on-call"), TestContext.Current.CancellationToken);
        return JsonNode.Parse(text)!["now"]?["contact"]?.GetValue<string>();
    }
}
