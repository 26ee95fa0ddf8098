using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>Keys from their creation to their end, at a real server.</summary>
public sealed class KeysTests(SharedServer shared, ITestOutputHelper output) : IClassFixture<SharedServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_shown_once_used_rotated_and_revoked_and_survives_a_restart()
    {
        await using var server = await ServerProcess.StartAsync();
        var (id, key) = await server.KeyAsync("dashboard", "IQ");
        Assert.Matches("^ak_[0-9a-f]{64}$", key);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(key, "api/v1/regions")).Status);
        var shown = await server.GetAsync($"api/v1/keys/{id}");
        Assert.Equal("dashboard of IQ", shown["name"]!.GetValue<string>());
        Assert.Equal("first admin", shown["createdBy"]!.GetValue<string>());
        Assert.NotNull(shown["lastUsedAt"]);
        Assert.Equal(2, (await server.GetAsync("api/v1/keys"))["items"]!.AsArray().Count);
        Assert.DoesNotContain("ak_", (await server.GetAsync("api/v1/keys")).ToJsonString(), StringComparison.Ordinal);

        var rotated = await server.SendAsync(HttpMethod.Post, $"api/v1/keys/{id}/rotate", """{"grace":"PT1H"}""");
        var next = rotated["key"]!.GetValue<string>();
        Assert.Equal(id, rotated["id"]!.GetValue<string>());
        Assert.NotNull(rotated["formerUntil"]);
        await server.KillAsync();
        await server.RestartAsync();
        foreach (var valid in new[] { key, next })
        {
            Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(valid, "api/v1/regions")).Status);
        }

        var last = await server.SendAsync(HttpMethod.Post, $"api/v1/keys/{id}/rotate", """{"grace":"PT0S"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync(next, "api/v1/regions")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(key, "api/v1/regions")).Status);

        await server.SendAsync(HttpMethod.Delete, $"api/v1/keys/{id}", "", expected: HttpStatusCode.OK);
        foreach (var gone in new[] { key, next, last["key"]!.GetValue<string>() })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync(gone, "api/v1/regions")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await server.AskAsync(server.Key, HttpMethod.Delete, $"api/v1/keys/{id}")).Status);
    }

    [Fact]
    public async Task The_last_admin_without_limits_stays_and_only_such_a_one_manages_keys()
    {
        await using var server = await ServerProcess.StartAsync();
        var first = (await server.GetAsync("api/v1/session"))["id"]!.GetValue<string>();
        var (limitedId, limited) = await server.KeyAsync("admin", "IQ");
        var (_, expiring) = await server.KeyAsync("admin", expiresAt: TimeProvider.System.GetUtcNow().AddHours(1));
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync(limited, "api/v1/keys")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.AskAsync(limited, HttpMethod.Delete, $"api/v1/keys/{limitedId}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(expiring, "api/v1/keys")).Status);

        var (status, problem) = await server.AskAsync(expiring, HttpMethod.Delete, $"api/v1/keys/{first}");
        Assert.Equal((HttpStatusCode.Conflict, "last-admin"), (status, problem["type"]!.GetValue<string>()));
        await server.KeyAsync("admin");
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(expiring, HttpMethod.Delete, $"api/v1/keys/{first}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync(server.Key, "api/v1/keys")).Status);
    }

    [Theory]
    [InlineData("""{"roles":["desk"]}""", "missing-field", "$.name")]
    [InlineData("""{"name":"x","roles":[]}""", "invalid-field", "$.roles")]
    [InlineData("""{"name":"x","roles":["desks"]}""", "invalid-field", "$.roles[0]")]
    [InlineData("""{"name":"x","roles":["desk"],"regions":["IQ","IQ-XX"]}""", "unknown-region", "$.regions[1]")]
    [InlineData("""{"name":"x","roles":["desk"],"expiresAt":"2001-01-01T00:00:00Z"}""", "invalid-field", "$.expiresAt")]
    [InlineData("""{"name":"x","roles":["desk"],"region":["IQ"]}""", "unknown-field", "$.region")]
    public async Task A_key_that_breaks_a_rule_is_refused_by_path(string body, string type, string path)
    {
        var server = shared.Process;
        var (status, problem) = await server.AskAsync(server.Key, HttpMethod.Post, "api/v1/keys", body);
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, type, path),
            (status, problem["type"]!.GetValue<string>(), problem["path"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Feeds_and_streams_of_a_key_end_within_a_second_of_its_end(bool expires)
    {
        await using var server = await ServerProcess.StartAsync();
        var expiresAt = expires ? TimeProvider.System.GetUtcNow().AddSeconds(4) : (DateTimeOffset?)null;
        var (deskId, desk) = await server.KeyAsync("desk", "IQ", expiresAt);
        var (reporterId, reporter) = await server.KeyAsync("reporter", "IQ", expiresAt);
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "api/v1/alerts/stream"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", desk);
        using var feed = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using var events = await feed.Content.ReadAsStreamAsync(Token);
        using var upload = new TcpClient();
        await upload.ConnectAsync(server.Url.Host, server.Url.Port, Token);
        var body = upload.GetStream();
        await body.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/v1/reports HTTP/1.1\r\nHost: {server.Url.Authority}\r\nAuthorization: Bearer {reporter}\r\n"
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n"),
            Token);

        var clock = Stopwatch.StartNew();
        if (!expires)
        {
            await server.SendAsync(HttpMethod.Delete, $"api/v1/keys/{deskId}", "", expected: HttpStatusCode.OK);
            await server.SendAsync(HttpMethod.Delete, $"api/v1/keys/{reporterId}", "", expected: HttpStatusCode.OK);
            clock.Restart();
        }

        using (var left = new MemoryStream())
        {
            // Ends: otherwise this waits until the test is given up.
            await events.CopyToAsync(left, Token);
        }

        var buffer = new byte[4096];
        var answer = Encoding.UTF8.GetString(buffer, 0, await body.ReadAtLeastAsync(buffer, 12, throwOnEndOfStream: false, Token));
        var took = expires ? TimeProvider.System.GetUtcNow() - expiresAt!.Value : clock.Elapsed;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ended {took.TotalMilliseconds:F0} ms after the key"));
        Assert.InRange(took, TimeSpan.FromMilliseconds(-100), TimeSpan.FromSeconds(5));
        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync(desk, "api/v1/alerts")).Status);
    }

    [Fact]
    public async Task A_command_on_the_machine_makes_an_admin_key_when_all_are_lost_and_says_that_the_server_runs()
    {
        await using var server = await ServerProcess.StartAsync();
        var old = server.Key;
        var running = await RunAsync(server, "admin-key");
        Assert.Equal(2, running.ExitCode);
        Assert.Contains("is in use", running.Error, StringComparison.Ordinal);

        await server.KillAsync();
        File.Delete(Path.Combine(server.DataDirectory, "admin.key"));
        var stopped = await RunAsync(server, "admin-key");
        Assert.Equal((0, ""), (stopped.ExitCode, stopped.Error));
        Assert.Contains("admin.key", stopped.Output, StringComparison.Ordinal);
        await server.RestartAsync();

        Assert.NotEqual(old, server.Key);
        Assert.Equal(2, (await server.GetAsync("api/v1/keys"))["items"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(old, "api/v1/keys")).Status);
    }

    [Fact]
    public async Task Revoking_a_key_disables_its_subscriptions_but_for_those_that_were_handed_over()
    {
        await using var server = await ServerProcess.StartAsync();
        var (id, desk) = await server.KeyAsync("desk", "IQ");
        var (other, otherDesk) = await server.KeyAsync("desk", "IQ-AN");
        const string channel = """ "channel":{"url":"http://127.0.0.1:9/hook","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"} """;
        var (made, _) = await server.AskAsync(desk, HttpMethod.Put, "api/v1/subscriptions/mine", $"{{{channel}}}");
        Assert.Equal(HttpStatusCode.Created, made);
        var (status, handed) = await server.AskAsync(
            desk, HttpMethod.Put, "api/v1/subscriptions/handed", $$"""{"owner":"{{other}}",{{channel}}}""");
        Assert.Equal((HttpStatusCode.Created, other), (status, handed["owner"]!.GetValue<string>()));

        // Handed to somebody who may see more, it tells no more than before; to somebody who has no desk it is not handed at all.
        var admin = (await server.GetAsync("api/v1/session"))["id"]!.GetValue<string>();
        var (_, given) = await server.AskAsync(
            desk, HttpMethod.Put, "api/v1/subscriptions/given", $$"""{"owner":"{{admin}}",{{channel}}}""");
        Assert.Equal(["IQ"], given["regions"]!.AsArray().Select(static region => region!.GetValue<string>()));
        var (reporter, _) = await server.KeyAsync("reporter");
        var (refused, problem) = await server.AskAsync(
            desk, HttpMethod.Put, "api/v1/subscriptions/mine", $$"""{"owner":"{{reporter}}",{{channel}}}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "$.owner"), (refused, problem["path"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync(desk, "api/v1/subscriptions/handed")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync(otherDesk, "api/v1/subscriptions/mine")).Status);
        Assert.Equal(
            ["mine"],
            (await server.GetAsync(desk, "api/v1/subscriptions")).Body["items"]!.AsArray().Select(s => s!["id"]!.GetValue<string>()));

        var revoked = await server.SendAsync(HttpMethod.Delete, $"api/v1/keys/{id}", "", expected: HttpStatusCode.OK);
        Assert.Equal(["mine"], revoked["subscriptions"]!.AsArray().Select(static s => s!.GetValue<string>()));
        var mine = await server.GetAsync("api/v1/subscriptions/mine");
        Assert.False(mine["enabled"]!.GetValue<bool>());
        Assert.Equal("the key of its owner was revoked", mine["disabledReason"]!.GetValue<string>());
        Assert.True((await server.GetAsync("api/v1/subscriptions/handed"))["enabled"]!.GetValue<bool>());

        // Whoever puts it again stands for it.
        var taken = await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/mine", $"{{{channel}}}", expected: HttpStatusCode.OK);
        Assert.True(taken["enabled"]!.GetValue<bool>());
        Assert.Equal((await server.GetAsync("api/v1/session"))["id"]!.GetValue<string>(), taken["owner"]!.GetValue<string>());
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(ServerProcess server, string word)
    {
        var start = RunningServer.StartInfo(server.Url, server.DataDirectory, [], arguments: [word]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var (written, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await written, await errors);
    }
}
