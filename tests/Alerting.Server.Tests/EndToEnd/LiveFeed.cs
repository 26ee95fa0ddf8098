using System.Text;
using System.Text.Json.Nodes;
using Alerting.Server.Tests.OpenApi;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>A client of a live feed.</summary>
internal sealed class LiveFeed : IDisposable
{
    private readonly CancellationTokenSource _patience;
    private readonly StreamReader _reader;

    private readonly ApiContract _contract;

    private LiveFeed(HttpResponseMessage response, StreamReader reader, CancellationTokenSource patience, ApiContract contract)
    {
        _contract = contract;
        Response = response;
        _reader = reader;
        _patience = patience;
    }

    public HttpResponseMessage Response { get; }

    public static async Task<LiveFeed> OpenAsync(ServerProcess server, string query = "", string? lastEventId = null, string of = "alerts")
    {
        var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, $"api/v1/{of}/stream{query}"));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        return new LiveFeed(
            response, new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token), Encoding.UTF8), patience,
            await server.ContractAsync());
    }

    /// <summary>The next line, empty ones left out.</summary>
    /// <exception cref="EndOfStreamException">The server has ended the feed.</exception>
    public async Task<string> LineAsync()
    {
        while (await _reader.ReadLineAsync(_patience.Token) is { } line)
        {
            if (line.Length > 0)
            {
                return line;
            }
        }

        throw new EndOfStreamException("The feed has ended.");
    }

    /// <summary>The next event; comments are passed over.</summary>
    public async Task<(string Id, string Name, JsonNode Data)> EventAsync()
    {
        var (id, name) = ("", "");
        while (true)
        {
            var line = await LineAsync();
            var value = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = value;
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = value;
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                Check(name, value);
                return (id, name, JsonNode.Parse(value)!);
            }
        }
    }

    /// <summary>What it tells of alerts is what the API says of them elsewhere.</summary>
    private void Check(string name, string data)
    {
        if (name.StartsWith("alert.", StringComparison.Ordinal))
        {
            Assert.Empty(_contract.Check(_contract.Root["components"]!["schemas"]!["Alert"]!, data, isAnswer: true));
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        Response.Dispose();
        _patience.Dispose();
    }
}
