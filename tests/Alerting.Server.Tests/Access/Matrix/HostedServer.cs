using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Access;
using Alerting.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Server.Tests.Access.Matrix;

/// <summary>A server in this process, whose routes can be listed, with regions on both sides of a border.</summary>
public sealed class HostedServer : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private readonly WebApplication _app;
    private readonly string _now = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToString("O");
    private readonly string _soon = TimeProvider.System.GetUtcNow().AddHours(12).ToString("O");

    public HostedServer()
    {
        Url = new Uri($"http://127.0.0.1:{TestPorts.Next()}");
        _app = AlertingHost.Build(
        [
            $"--Alerting:DataDirectory={_folder.Path}", $"--urls={Url}", "--Alerting:Webhooks:AllowedTargets:0=127.0.0.0/8",
            "--Alerting:RateLimits:FailedSignIns=1000000", "--Alerting:Metrics:RequireKey=true",
        ]);
    }

    public Uri Url { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>The key of the first admin.</summary>
    public string Admin { get; private set; } = "";

    /// <summary>All routes of the running server, each with its methods.</summary>
    public IEnumerable<RouteEndpoint> Routes =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>();

    public async ValueTask InitializeAsync()
    {
        await _app.Services.GetRequiredService<AdminKeyFile>().EnsureAsync(CancellationToken.None);
        await _app.StartAsync();
        Admin = (await File.ReadAllTextAsync(_folder.File("admin.key"))).Trim();
        await DoneAsync("PUT", "thresholds/any-here", AccessTable.Threshold("*"));
        await DoneAsync("PUT", "thresholds/foreign", AccessTable.Threshold("SE"));
        await DoneAsync("PUT", "places/here", AccessTable.Place("IQ-AN"));
        await DoneAsync("PUT", "places/foreign", AccessTable.Place("SE-AB"));
        await DoneAsync("PUT", "places/doubts/SE-AB.ana.hit", """{"decision":"different"}""");
        await DoneAsync("PUT", "silences/here", AccessTable.Silence("IQ-AN"));
        await DoneAsync("PUT", "silences/foreign", AccessTable.Silence("SE-AB"));
        await DoneAsync("PUT", "silences/wide", AccessTable.Silence("IQ"));
        await DoneAsync("PUT", "inhibitions/here", AccessTable.Inhibition("IQ-AN"));
        await DoneAsync("PUT", "inhibitions/foreign", AccessTable.Inhibition("SE-AB"));
        await DoneAsync("PUT", "inhibitions/wide", AccessTable.Inhibition("IQ"));
        await DoneAsync("PUT", "contacts/anybody", OnCallRows.Contact("*"));
        foreach (var (id, region) in new[] { ("here", "IQ-AN"), ("foreign", "SE-AB"), ("wide", "IQ") })
        {
            await DoneAsync("PUT", $"contacts/{id}", OnCallRows.Contact(region));
            await DoneAsync("PUT", $"schedules/{id}", OnCallRows.Schedule(region));
            await DoneAsync("PUT", $"policies/{id}", OnCallRows.Policy(region));
        }

        await DoneAsync("PUT", "subscriptions/others",
            """{"channel":{"url":"http://127.0.0.1:9/hook","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}}""");

        // The foreign alert is the first of the ledger: who sees the other one first was not shown it.
        foreach (var region in new[] { "SE-AB", "IQ-AN", "IQ-BG" })
        {
            await DoneAsync("POST", "reports", AccessTable.Report(region));
            await Wait.UntilAsync(
                async () => (await AskAsync(Admin, "GET", $"alerts/{region}.any-here.1")).Status == HttpStatusCode.OK,
                $"the alert of {region}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    public async Task<(string Id, string Key)> KeyAsync(string role, string regions, DateTimeOffset? expiresAt = null)
    {
        var named = string.Join(',', regions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static code => $"\"{code}\""));
        var ends = expiresAt is { } at ? $"\"{at:O}\"" : "null";
        var made = await DoneAsync(
            "POST", "keys", $$"""{"name":"{{role}}","roles":["{{role}}"],"regions":[{{named}}],"expiresAt":{{ends}}}""");
        return (made["id"]!.GetValue<string>(), made["key"]!.GetValue<string>());
    }

    /// <summary>Status and text of an answer; of a feed the text up to its first event.</summary>
    public async Task<(HttpStatusCode Status, string Text)> AskAsync(string? key, string method, string path, string? body = null)
    {
        var address = path.StartsWith('/') ? path : "/api/v1/" + path;
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Url, address));
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        body = body?.Replace("@now", _now, StringComparison.Ordinal).Replace("@soon", _soon, StringComparison.Ordinal);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? await FirstEventAsync(response, path.Contains("after=", StringComparison.Ordinal))
            : await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonNode> DoneAsync(string method, string path, string body)
    {
        var (status, text) = await AskAsync(Admin, method, path, body);
        Assert.True((int)status is >= 200 and < 300, $"{method} {path}: {status} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<string> FirstEventAsync(HttpResponseMessage response, bool hasEvents)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        while (hasEvents && await reader.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                break;
            }
        }

        return text.ToString();
    }
}
