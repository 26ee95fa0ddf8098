using System.Net.Http.Headers;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>NDJSON to the product, or to what stands beside it, by the same client.</summary>
internal static class Upload
{
    /// <summary>The last line of the answer, which sums up the others: what keeps them all takes its time from the server.</summary>
    public static async Task<string> PostAsync(HttpClient client, Uri server, byte[] lines, CancellationToken cancellationToken)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri(server, "api/v1/reports")) { Content = new ByteArrayContent(lines) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var answer = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1 << 16];
        var last = new StringBuilder();
        for (int read; (read = await answer.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            // The line feed at the end of all is followed by nothing.
            var start = buffer.AsSpan(0, read - 1).LastIndexOf((byte)'\n') + 1;
            if (start > 0)
            {
                last.Clear();
            }

            last.Append(Encoding.UTF8.GetString(buffer, start, read - start));
        }

        var text = last.ToString().TrimEnd();
        return response.IsSuccessStatusCode
            ? text[(text.LastIndexOf('\n') + 1)..]
            : throw new InvalidOperationException($"reports answered {(int)response.StatusCode}: {text}");
    }
}
