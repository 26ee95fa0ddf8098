using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.Backtests;

public sealed class BacktestLimitTests
{
    private const string Path = "api/v1/backtests";
    private const string Empty = "{\"thresholdIds\":[\"surge\"],\"reports\":[]}";

    [Fact]
    public async Task Only_so_many_run_at_a_time_and_one_whose_client_goes_makes_room()
    {
        await using var server = await ServerProcess.StartAsync();
        using var leaving = new CancellationTokenSource();

        // Bodies without end are sent only once the server asks for them, so that a refusal is heard.
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan });
        client.DefaultRequestHeaders.Authorization = server.Client.DefaultRequestHeaders.Authorization;
        client.DefaultRequestHeaders.ExpectContinue = true;
        var held = Enumerable.Range(0, 3).Select(_ => HoldAsync(client, server.Url, leaving.Token)).ToList();

        var refused = await Task.WhenAny(held);
        var (status, retryAfter, body) = await refused;
        Assert.Equal((HttpStatusCode.TooManyRequests, "5"), (status, retryAfter));
        Assert.Contains("too-many-requests", body, StringComparison.Ordinal);

        await leaving.CancelAsync();
        held.Remove(refused);
        foreach (var request in held)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        }

        await server.Until(async () => await StatusAsync(server) == HttpStatusCode.OK, "a backtest is let in again");
    }

    private static async Task<HttpStatusCode> StatusAsync(ServerProcess server)
    {
        using var response = await server.Client.PostAsync(new Uri(server.Url, Path), new StringContent(Empty, Encoding.UTF8, "application/json"));
        return response.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, string? RetryAfter, string Body)> HoldAsync(HttpClient client, Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, Path)) { Content = new Unfinished() };
        using var response = await client.SendAsync(request, cancellationToken);
        return (response.StatusCode, response.Headers.RetryAfter?.ToString(), await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>A first line, and then nothing until the client gives up.</summary>
    private sealed class Unfinished : HttpContent
    {
        public Unfinished() => Headers.ContentType = new MediaTypeHeaderValue(Facts.Ndjson);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("{\"thresholdIds\":[\"surge\"]}\n"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
