using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Alerting.Json;
using Alerting.Reports;

namespace Alerting.Client;

/// <summary>
/// Posts lines of reports in one request, and those that were not settled in further ones. A report that was stored although
/// its answer got lost is posted again, and told as a duplicate.
/// </summary>
internal sealed class LinesUpload(ApiConnection api, UploadOptions options)
{
    public async IAsyncEnumerable<ReportResult> RunAsync(
        ReadOnlyMemory<byte> lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (settled, tries, progress) = (0L, 0, options.Clock.GetTimestamp());
        while (!lines.IsEmpty)
        {
            var (answer, failure) = await SendAsync(lines, cancellationToken).ConfigureAwait(false);
            using (answer)
            {
                while (failure is null && !lines.IsEmpty)
                {
                    (var result, failure) = await NextAsync(answer!, cancellationToken).ConfigureAwait(false);
                    if (result is not null)
                    {
                        (tries, progress) = (0, options.Clock.GetTimestamp());
                        lines = lines[LengthOfFirst(lines.Span)..];
                        yield return result with { Index = settled++ };
                    }
                }
            }

            if (failure is not null)
            {
                var wait = Repetition.WaitAfter(failure, tries++, options.MinWait, options.MaxWait);
                if (options.Clock.GetElapsedTime(progress) + wait > options.Patience)
                {
                    ExceptionDispatchInfo.Throw(failure);
                }

                await Task.Delay(wait, options.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static int LengthOfFirst(ReadOnlySpan<byte> lines) => lines.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : lines.Length;

    private async Task<(Answer? Answer, Exception? Failure)> SendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue(ApiConnection.Ndjson);
        HttpResponseMessage? response = null;
        try
        {
            response = await api.SendAsync(HttpMethod.Post, "reports", content, default, cancellationToken, ApiConnection.Ndjson)
                .ConfigureAwait(false);
            return (new Answer(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false)), null);
        }
        catch (Exception exception) when (Repetition.IsOfUse(exception, cancellationToken))
        {
            response?.Dispose();
            return (null, exception);
        }
    }

    /// <summary>What became of the next line; or why that is not known.</summary>
    private static async ValueTask<(ReportResult? Result, Exception? Failure)> NextAsync(Answer answer, CancellationToken cancellationToken)
    {
        try
        {
            var line = await answer.Lines.ReadLineAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new IOException("The server has ended its answer before all reports were settled.");
            var result = JsonSerializer.Deserialize(line, ApiJson.Wire.ReportResult)!;
            return result.Error is { Type: FaultTypes.StoreUnavailable or FaultTypes.Clock } unsettled
                ? (null, new ProblemException(HttpStatusCode.ServiceUnavailable, unsettled, null))
                : (result, null);
        }
        catch (Exception exception) when (Repetition.IsOfUse(exception, cancellationToken))
        {
            return (null, exception);
        }
    }

    private sealed class Answer(HttpResponseMessage response, Stream body) : IDisposable
    {
        public StreamReader Lines { get; } = new(body);

        public void Dispose()
        {
            Lines.Dispose();
            response.Dispose();
        }
    }
}
