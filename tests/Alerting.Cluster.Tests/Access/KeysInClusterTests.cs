using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Processes;
using Xunit;

namespace Alerting.Cluster.Tests.Access;

/// <summary>Keys and sessions of several processes on one Redis.</summary>
public sealed class KeysInClusterTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_process_makes_opens_and_what_it_revokes_closes_every_other_within_a_second()
    {
        var redis = Environment.GetEnvironmentVariable(RedisServer.Variable);
        Assert.SkipWhen(redis is null, $"{RedisServer.Variable} names no redis-server executable.");
        await using var cluster = await ClusterUnderTest.StartAsync(redis, silos: 2);
        var (one, other) = (cluster.Silos[0].Url, cluster.Silos[1].Url);

        var made = await SendAsync(cluster, HttpMethod.Post, new Uri(one, "api/v1/keys"), """{"name":"desk","roles":["desk"]}""");
        var (id, key) = (made["id"]!.GetValue<string>(), made["key"]!.GetValue<string>());
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, other, $"Bearer {key}", null));

        using var signIn = await client.PostAsync(
            new Uri(one, "api/v1/session"), new StringContent($$"""{"key":"{{key}}"}""", Encoding.UTF8, "application/json"), Token);
        var cookie = signIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, other, null, cookie));

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(other, "api/v1/alerts/stream"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var feed = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

        await SendAsync(cluster, HttpMethod.Delete, new Uri(one, $"api/v1/keys/{id}"), null);
        var clock = Stopwatch.StartNew();
        await Wait.UntilAsync(
            async () => await StatusAsync(client, other, $"Bearer {key}", null) == HttpStatusCode.Unauthorized
                && await StatusAsync(client, other, null, cookie) == HttpStatusCode.Unauthorized,
            "the other process knows it");
        var refused = clock.Elapsed;
        await (await feed.Content.ReadAsStreamAsync(Token)).CopyToAsync(Stream.Null, Token);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"refused after {refused.TotalMilliseconds:F0} ms, its feed ended after {clock.Elapsed.TotalMilliseconds:F0} ms"));

        // A second where the machine is not shared by other tests.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_key_that_the_command_makes_beside_the_running_processes_is_taken_by_them()
    {
        var redis = Environment.GetEnvironmentVariable(RedisServer.Variable);
        Assert.SkipWhen(redis is null, $"{RedisServer.Variable} names no redis-server executable.");
        await using var cluster = await ClusterUnderTest.StartAsync(redis, silos: 2);
        using var folder = new TemporaryDirectory();

        var start = RunningServer.StartInfo(
            cluster.Silos[0].Url, folder.Path, [("Alerting__Redis", cluster.Redis.Configuration)], arguments: ["admin-key"]);
        using (var command = Process.Start(start)!)
        {
            await command.WaitForExitAsync(Token);
            Assert.Equal(0, command.ExitCode);
        }

        var key = (await File.ReadAllTextAsync(folder.File("admin.key"), Token)).Trim();
        using var client = new HttpClient();
        foreach (var silo in cluster.Silos)
        {
            await Wait.UntilAsync(
                async () => await StatusAsync(client, silo.Url, $"Bearer {key}", null) == HttpStatusCode.OK, $"{silo.Name} takes it");
        }

        // The keys can be changed as before: the grain is the writer again.
        await SendAsync(cluster, HttpMethod.Post, new Uri(cluster.Silos[1].Url, "api/v1/keys"), """{"name":"x","roles":["desk"]}""");
    }

    private static async Task<JsonNode> SendAsync(ClusterUnderTest cluster, HttpMethod method, Uri address, string? body)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await cluster.Client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, $"{method} {address}: {response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri silo, string? authorization, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(silo, "api/v1/alerts"));
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        using var response = await client.SendAsync(request, Token);
        return response.StatusCode;
    }
}
