using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>
/// Bodies that cannot be read, or of which one line cannot, are told as the sender's fault and cost nothing that was good.
/// </summary>
public sealed class BrokenBodyTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly ServerProcess _server = shared.Process;

    [Theory]
    [InlineData(null)]
    [InlineData(Facts.Ndjson)]
    public async Task A_line_with_a_name_that_is_no_text_harms_none_of_ten_thousand_others(string? accept)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < 10_000; i++)
        {
            lines.Append(
                i == 5_000
                    ? """{"x":1,"\ud800ab":1}"""
                    : Facts.Report($"{accept}{i}", "IQ-AN", "Ramadi", TimeProvider.System.GetUtcNow())).Append('\n');
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Url, "api/v1/reports")) { Content = new StringContent(lines.ToString(), Encoding.UTF8, Facts.Ndjson) };
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        using var response = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(9_999, text.Split("\"accepted\"").Length - (accept is null ? 2 : 1));
        Assert.Contains(
            "\"index\":5000,\"reportId\":null,\"outcome\":\"rejected\",\"incidentId\":null,\"error\":{\"type\":\"malformed-json\"",
            text, StringComparison.Ordinal);
        Assert.Contains("line 5001, column 8: the string holds half of a surrogate pair", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "reports", "application/json")]
    [InlineData("POST", "backtests", "application/x-ndjson")]
    [InlineData("PUT", "thresholds/x", "application/json")]
    [InlineData("PUT", "subscriptions/x", "application/json")]
    [InlineData("PUT", "regions/IQ/override", "application/json")]
    public async Task A_chunk_of_an_impossible_size_is_a_bad_request(string method, string path, string type)
    {
        var answer = await SendAsync(method, path, type, "FFFFFFFFFFFFFFFF\r\n{}\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("Bad chunk size data", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_before_the_break_are_stored_and_told()
    {
        var whole = await BreakOffAsync("FR-75C", null);
        Assert.StartsWith("HTTP/1.1 400 ", whole, StringComparison.Ordinal);
        Assert.Contains("\"reportId\":\"FR-75C\",\"outcome\":\"accepted\"", whole, StringComparison.Ordinal);
        Assert.Contains("\"status\":400", whole, StringComparison.Ordinal);

        var lines = await BreakOffAsync("IQ-BG", Facts.Ndjson);
        Assert.StartsWith("HTTP/1.1 200 ", lines, StringComparison.Ordinal);
        Assert.Contains("\"reportId\":\"IQ-BG\",\"outcome\":\"accepted\"", lines, StringComparison.Ordinal);
        Assert.Contains("{\"index\":1,\"reportId\":null,\"outcome\":\"rejected\"", lines, StringComparison.Ordinal);
    }

    /// <summary>A stream whose first line is stored when the chunk after it turns out to be none.</summary>
    private async Task<string> BreakOffAsync(string region, string? accept)
    {
        using var client = new TcpClient();
        var line = Facts.Report(region, region, "Ville", TimeProvider.System.GetUtcNow()) + "\n";
        await StartAsync(
            client, "POST", "reports", Facts.Ndjson, accept,
            string.Create(CultureInfo.InvariantCulture, $"{line.Length:X}\r\n{line}\r\n"));
        await _server.Until(
            async () => (await _server.GetAsync($"api/v1/regions/{region}/incidents"))["items"]!.AsArray().Count == 1,
            "the first line is stored");
        await client.GetStream().WriteAsync("FFFFFFFF\r\nx\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        return await ReadAsync(client);
    }

    private async Task<string> SendAsync(string method, string path, string type, string chunks)
    {
        using var client = new TcpClient();
        await StartAsync(client, method, path, type, null, chunks);
        return await ReadAsync(client);
    }

    /// <summary>Sends what no HTTP library would.</summary>
    private async Task StartAsync(TcpClient client, string method, string path, string type, string? accept, string chunks)
    {
        await client.ConnectAsync(_server.Url.Host, _server.Url.Port, TestContext.Current.CancellationToken);
        var head = $"{method} /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            + $"{_server.Client.DefaultRequestHeaders.Authorization}\r\nConnection: close\r\n"
            + $"Content-Type: {type}\r\nTransfer-Encoding: chunked\r\n{(accept is null ? "" : $"Accept: {accept}\r\n")}\r\n";
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head + chunks), TestContext.Current.CancellationToken);
    }

    /// <summary>What comes until the server closes.</summary>
    private static async Task<string> ReadAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
