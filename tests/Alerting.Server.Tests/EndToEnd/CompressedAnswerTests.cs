using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>
/// Answers come compressed where that is asked for, each coding under a tag of its own, and streams as promptly as before.
/// </summary>
public sealed class CompressedAnswerTests(SharedServer server) : IClassFixture<SharedServer>
{
    private const string Threshold =
        """{"measure":"killed","window":"PT24H","atLeast":5,"severity":"warning","scope":{"regions":["IQ"],"depth":"leaf"}}""";

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0.1, gzip", "gzip")]
    [InlineData("br;q=0, *;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData("zstd", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData(null, null)]
    public async Task As_asked_and_with_the_same_contents(string? accepts, string? coding)
    {
        foreach (var path in new[] { "api/v1/kinds", "api/v1/regions?all=true", "openapi/v1.json", "metrics" })
        {
            using var plain = await GetAsync(path);
            using var response = await GetAsync(path, accepts);

            // The exporter of metrics knows gzip by itself, and likes it best, as do lists whose parts many answers share.
            var other = (path == "metrics" || path.StartsWith("api/v1/regions", StringComparison.Ordinal))
                && accepts?.StartsWith("gzip, ", StringComparison.Ordinal) == true;
            Assert.Equal(other ? "gzip" : coding, response.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Contains("Accept-Encoding", response.Headers.Vary);
            var text = await Coded.DecodeAsync(response);
            if (path.Contains("kinds", StringComparison.Ordinal))
            {
                Assert.Equal(await Coded.DecodeAsync(plain), text);
            }
            else
            {
                Assert.True(text.Length > 1_000);
            }
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_tag_names_the_bytes_of_one_coding_and_is_known_when_it_comes_back(string coding)
    {
        const string List = "api/v1/regions?parent=SE&all=true";
        using var plain = await GetAsync(List);
        using var coded = await GetAsync(List, coding);
        var (tag, codedTag) = (plain.Headers.ETag!, coded.Headers.ETag!);
        Assert.False(codedTag.IsWeak);
        Assert.Equal(tag.Tag[..^1] + $"-{coding}\"", codedTag.Tag);
        Assert.Equal(["Accept", "Accept-Encoding"], coded.Headers.Vary.Order(StringComparer.Ordinal));
        Assert.Equal(["Accept", "Accept-Encoding"], plain.Headers.Vary.Order(StringComparer.Ordinal));

        foreach (var accepts in new[] { null, coding })
        {
            using var same = await GetAsync(List, accepts, codedTag.Tag);
            Assert.Equal((HttpStatusCode.NotModified, codedTag.Tag), (same.StatusCode, same.Headers.ETag!.Tag));
            Assert.Contains("Accept-Encoding", same.Headers.Vary);
            using var weak = await GetAsync(List, accepts, $"\"other\", W/{codedTag.Tag}");
            Assert.Equal(HttpStatusCode.NotModified, weak.StatusCode);
            using var old = await GetAsync(List, accepts, tag.Tag);
            Assert.Equal((HttpStatusCode.NotModified, tag.Tag), (old.StatusCode, old.Headers.ETag!.Tag));
            using var other = await GetAsync(List, accepts, $"\"other-{coding}\"");
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }

        using var head = await GetAsync(List, coding, method: HttpMethod.Head);
        Assert.Equal((codedTag.Tag, coding), (head.Headers.ETag!.Tag, head.Content.Headers.ContentEncoding.Single()));
    }

    [Fact]
    public async Task A_tag_of_a_compressed_answer_is_a_precondition_like_the_plain_one()
    {
        var path = new Uri(server.Process.Url, "api/v1/thresholds/tagged");
        await server.Process.SendAsync(HttpMethod.Put, path.AbsolutePath, Threshold);
        Assert.Equal(HttpStatusCode.OK, await PutAsync("\"1-br\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync("\"1-gzip\""));
        Assert.Equal(HttpStatusCode.OK, await PutAsync("\"2-gzip\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync("W/\"3\""));

        async Task<HttpStatusCode> PutAsync(string match)
        {
            using var request =
                new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(Threshold, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("If-Match", match);
            using var response = await server.Process.Client.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_live_feed_goes_as_it_is()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Process.Url, "api/v1/alerts/stream"));
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        using var response =
            await server.Process.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("retry: 2000", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Lines_in_and_out_are_compressed_and_each_is_answered_before_the_next_is_sent(string coding)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Process.Url.Host, server.Process.Url.Port, TestContext.Current.CancellationToken);
        await using var connection = client.GetStream();

        // HTTP/1.0: both bodies go as they are. The request never comes to its end.
        await connection.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/v1/reports HTTP/1.0\r\nAuthorization: "
                + $"{server.Process.Client.DefaultRequestHeaders.Authorization}\r\nContent-Type: {Facts.Ndjson}\r\n"
                + $"Content-Encoding: {coding}\r\nAccept: {Facts.Ndjson}\r\nAccept-Encoding: {coding}\r\nContent-Length: 1000000\r\n\r\n"),
            TestContext.Current.CancellationToken);
        await using Stream into = coding == "gzip"
            ? new GZipStream(connection, CompressionLevel.Fastest, leaveOpen: true)
            : new BrotliStream(connection, CompressionLevel.Fastest, leaveOpen: true);
        StreamReader? answer = null;
        for (var i = 0; i < 5; i++)
        {
            var line = Facts.Report($"{coding}-{i}", "IQ-AN", "Hit", TimeProvider.System.GetUtcNow()) + "\n";
            await into.WriteAsync(Encoding.UTF8.GetBytes(line), TestContext.Current.CancellationToken);
            await into.FlushAsync(TestContext.Current.CancellationToken);
            answer ??= await OpenAsync();
            var told = await answer.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"\"reportId\":\"{coding}-{i}\",\"outcome\":\"accepted\"", told, StringComparison.Ordinal);
        }

        answer!.Dispose();

        async Task<StreamReader> OpenAsync()
        {
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await connection.ReadAsync(one) == 1)
            {
                head.Append((char)one[0]);
            }

            Assert.Contains($"Content-Encoding: {coding}\r\n", head.ToString(), StringComparison.Ordinal);
            return new StreamReader(coding == "gzip"
                ? new GZipStream(connection, CompressionMode.Decompress, leaveOpen: true)
                : new BrotliStream(connection, CompressionMode.Decompress, leaveOpen: true));
        }
    }

    [Fact]
    public async Task A_short_answer_of_known_length_and_a_refusal_stay_readable()
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Process.Url, "api/v1/reports"))
        {
            Content = new StringContent(
                Facts.Report("short", "IQ-AN", "Hit", TimeProvider.System.GetUtcNow()), Encoding.UTF8, "application/json"),
        };
        post.Headers.AcceptEncoding.ParseAdd("gzip");
        using var taken = await server.Process.Client.SendAsync(post, TestContext.Current.CancellationToken);
        Assert.Empty(taken.Content.Headers.ContentEncoding);
        Assert.NotNull(taken.Content.Headers.ContentLength);

        using var refused = await GetAsync("api/v1/regions/XX", "gzip");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal("unknown-region", JsonNode.Parse(await Coded.DecodeAsync(refused))!["type"]!.GetValue<string>());
    }

    private async Task<HttpResponseMessage> GetAsync(
        string path, string? accepts = null, string? noneMatch = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(server.Process.Url, path));
        if (accepts is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        }

        if (noneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", noneMatch);
        }

        return await server.Process.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
