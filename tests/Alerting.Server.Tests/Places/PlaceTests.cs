using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Places;

/// <summary>What operators say of towns, from outside.</summary>
public sealed class PlaceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_at = TimeProvider.System.GetUtcNow().AddMinutes(-10);

    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_place_has_versions_and_conditions_and_its_names_are_one_town()
    {
        await TellAsync(Facts.Report("1", "IQ-AN", "Karmah", s_at), Facts.Report("2", "IQ-AN", "Nadhim Taqsim", s_at));
        await TownsAsync("IQ-AN", "Karmah", "Nadhim Taqsim");
        const string body = """{"name":"Al-Karmah","aliases":["nadhim taqsim"],"region":"IQ-AN","reason":"as they say"}""";

        var (created, place, tag) = await SendAsync(HttpMethod.Put, "places/karmah", body);
        Assert.Equal((HttpStatusCode.Created, "\"1\"", 1), (created, tag, place["version"]!.GetValue<int>()));
        await TownsAsync("IQ-AN", "Al-Karmah");
        await TownsAsync("IQ", "Al-Karmah");

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(HttpMethod.Put, "places/karmah", body, "\"7\"")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "places/karmah", body, "\"1\"")).Status);
        Assert.Equal("karmah", (await _server.GetAsync("api/v1/places?region=IQ"))["items"]![0]!["id"]!.GetValue<string>());
        Assert.Empty((await _server.GetAsync("api/v1/places?region=SY"))["items"]!.AsArray());

        // It survives a kill, in the catalogue and in the regions.
        await _server.KillAsync();
        await _server.RestartAsync();
        await TownsAsync("IQ-AN", "Al-Karmah");
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "places/karmah?reason=gone", null)).Status);
        await TownsAsync("IQ-AN", "Karmah", "Nadhim Taqsim");
        var versions = (await _server.GetAsync("api/v1/places/karmah/versions"))["items"]!.AsArray();
        Assert.Equal([1, 2, 3], versions.Select(static v => v!["version"]!.GetValue<int>()));
        Assert.Equal(("as they say", "gone"), (versions[0]!["reason"]!.GetValue<string>(), versions[2]!["reason"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "places/karmah", null)).Status);
    }

    [Fact]
    public async Task Names_in_doubt_are_listed_with_their_reports_and_decided_on_once()
    {
        await TellAsync(
            Facts.Report("1", "IQ-AN", "Al-Karmah", s_at), Facts.Report("2", "IQ-AN", "Garma", s_at),
            Facts.Report("3", "IQ-DI", "Baqubah", s_at), Facts.Report("4", "IQ-DI", "Bakuba", s_at));
        var first = await _server.GetAsync("api/v1/places/doubts?limit=1");
        var doubt = Assert.Single(first["items"]!.AsArray())!;
        Assert.Equal(("IQ-AN.garma.karmah", "alike-names"), (doubt["id"]!.GetValue<string>(), doubt["reason"]!.GetValue<string>()));
        Assert.Equal(
            ["1", "2"],
            doubt["names"]!.AsArray().Select(static n => n!["reports"]![0]!["reportId"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        var next = Uri.EscapeDataString(first["next"]!.GetValue<string>());
        var second = await _server.GetAsync($"api/v1/places/doubts?limit=1&after={next}");
        Assert.Equal("IQ-DI.bakuba.baqubah", Assert.Single(second["items"]!.AsArray())!["id"]!.GetValue<string>());

        const string same = """{"decision":"same","reason":"one town"}""";
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Put, "places/doubts/IQ-AN.garma.karmah", same)).Status);
        var (again, decided, _) = await SendAsync(HttpMethod.Put, "places/doubts/IQ-AN.garma.karmah", same);
        Assert.Equal((HttpStatusCode.OK, 1), (again, decided["version"]!.GetValue<int>()));
        await SendAsync(HttpMethod.Put, "places/doubts/IQ-DI.bakuba.baqubah", """{"decision":"different"}""");
        await _server.Until(
            async () => (await _server.GetAsync("api/v1/places/doubts"))["items"]!.AsArray().Count == 0, "nothing is in doubt");
        Assert.Equal(
            ["same", "different"],
            (await _server.GetAsync("api/v1/places/decisions"))["items"]!.AsArray().Select(static d => d!["decision"]!.GetValue<string>()));

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "places/doubts/IQ-DI.bakuba.baqubah", null)).Status);
        await _server.Until(
            async () => (await _server.GetAsync("api/v1/places/doubts?region=IQ-DI"))["items"]!.AsArray().Count == 1,
            "it is in doubt again");
        Assert.Equal(2, (await _server.GetAsync("api/v1/places/doubts/IQ-DI.bakuba.baqubah/versions"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Bad_input_is_refused_with_its_path()
    {
        await RefusedAsync("places/x", """{"name":"X","region":"IQ-XX"}""", 422, "$.region");
        await RefusedAsync("places/x", """{"name":"---","region":"IQ-AN"}""", 422, "$.name");
        await RefusedAsync("places/x", """{"name":"X","aliases":["Y"," - "],"region":"IQ-AN"}""", 422, "$.aliases[1]");
        await RefusedAsync("places/x", """{"name":"X","region":"IQ-AN","location":{"lat":91,"lon":0}}""", 422, "$.location.lat");
        await RefusedAsync("places/x", """{"name":"X","region":"IQ-AN","alias":["Y"]}""", 422, "$.alias");
        await RefusedAsync("places/x", """{"name":"X"}""", 422, "$.region");
        await RefusedAsync("places/doubts", """{"name":"X","region":"IQ-AN"}""", 422, "$.id");
        await RefusedAsync("places/X", """{"name":"X","region":"IQ-AN"}""", 422, "$.id");
        await RefusedAsync("places/x", """{"name":""", 400, "$");
        await RefusedAsync("places/doubts/nothing", """{"decision":"same"}""", 422, "id");
        await RefusedAsync("places/doubts/IQ-AN.Garma.karmah", """{"decision":"same"}""", 422, "id");
        await RefusedAsync("places/doubts/XX-XX.garma.karmah", """{"decision":"same"}""", 422, null);
        await RefusedAsync("places/doubts/IQ-AN.garma.karmah", """{"decision":"maybe"}""", 422, "$.decision");
    }

    private async Task RefusedAsync(string path, string body, int status, string? at)
    {
        var (answered, problem, _) = await SendAsync(HttpMethod.Put, path, body);
        Assert.Equal((path + body, status), (path + body, (int)answered));
        Assert.Equal((path + body, at), (path + body, status == 422 ? problem["path"]?.GetValue<string>() : at));
    }

    private Task TellAsync(params string[] reports) =>
        _server.SendAsync(HttpMethod.Post, "api/v1/reports", string.Join('\n', reports), Facts.Ndjson);

    private Task TownsAsync(string region, params string[] towns) => _server.Until(
        async () => (await _server.GetAsync($"api/v1/regions/{region}"))["towns24h"]!.AsArray()
            .Select(static t => t!.GetValue<string>()).SequenceEqual(towns),
        $"{region} shows {string.Join(", ", towns)}");

    private async Task<(HttpStatusCode Status, JsonNode Body, string? Tag)> SendAsync(
        HttpMethod method, string path, string? body, string? match = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.Url, "api/v1/" + path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (match is not null)
        {
            request.Headers.Add("If-Match", match);
        }

        using var response = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!, response.Headers.ETag?.Tag);
    }
}
