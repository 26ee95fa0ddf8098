using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Alerting.Json;
using Alerting.Reports;

namespace Alerting.Client;

/// <summary>What happened, as reporters tell it. Posting the same report again is harmless: all of this may be repeated.</summary>
public sealed class ReportsClient
{
    private readonly ApiConnection _api;

    internal ReportsClient(ApiConnection api) => _api = api;

    /// <summary>Posts a report; answered when it is durable.</summary>
    /// <exception cref="ProblemException">It was rejected, or may or may not be stored (503).</exception>
    public async Task<ReportResult> PostAsync(ReportBody report, CancellationToken cancellationToken = default)
    {
        var answer = await _api.PostAsync("reports", report, ApiJson.Requests.ReportBody, ApiJson.Wire.ReportAnswer, cancellationToken)
            .ConfigureAwait(false);
        return answer.Results[0];
    }

    /// <summary>Posts reports in one request of at most 8 MiB; answered when all of them are durable, a bad one harms no other.</summary>
    /// <exception cref="ProblemException">
    /// All were rejected, or some may or may not be stored (503): see <see cref="ReportsProblem"/>.
    /// </exception>
    public Task<ReportAnswer> PostAsync(IReadOnlyList<ReportBody> reports, CancellationToken cancellationToken = default) =>
        _api.PostAsync("reports", reports, ApiJson.Requests.IReadOnlyListReportBody, ApiJson.Wire.ReportAnswer, cancellationToken);

    /// <summary>
    /// Posts as many reports as there are, one a line, while they come, and gives what became of each, in their order, as it
    /// becomes durable.
    /// </summary>
    public async IAsyncEnumerable<ReportResult> PostAsync(
        IAsyncEnumerable<ReportBody> reports, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var content = new LinesContent(reports, cancellationToken);
        using var response = await _api.SendAsync(HttpMethod.Post, "reports", content, default, cancellationToken, ApiConnection.Ndjson)
            .ConfigureAwait(false);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            yield return JsonSerializer.Deserialize(line, ApiJson.Wire.ReportResult)!;
        }
    }

    /// <summary>
    /// A report as it was sent, with its earlier revisions. A <see cref="ProblemException"/> of 404 where there is none, of 409
    /// where several regions have a report of this source and id. May be repeated.
    /// </summary>
    /// <param name="region">The region in which it was reported; searched when null.</param>
    public Task<ReportView> GetAsync(
        string source, string reportId, string? region = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            $"reports/{ApiConnection.Segment(source)}/{ApiConnection.Segment(reportId)}{new Query([("region", region)])}",
            ApiJson.Wire.ReportView,
            cancellationToken);

    /// <summary>Reports as they come, one a line.</summary>
    private sealed class LinesContent : HttpContent
    {
        private readonly IAsyncEnumerable<ReportBody> _reports;
        private readonly CancellationToken _cancellationToken;

        public LinesContent(IAsyncEnumerable<ReportBody> reports, CancellationToken cancellationToken)
        {
            (_reports, _cancellationToken) = (reports, cancellationToken);
            Headers.ContentType = new MediaTypeHeaderValue(ApiConnection.Ndjson);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await using var reports = _reports.GetAsyncEnumerator(_cancellationToken);
            while (true)
            {
                var next = reports.MoveNextAsync();
                if (!next.IsCompleted)
                {
                    // Sent before the next report is waited for, so that the server can answer what it has.
                    await stream.FlushAsync(_cancellationToken).ConfigureAwait(false);
                }

                if (!await next.ConfigureAwait(false))
                {
                    return;
                }

                await JsonSerializer.SerializeAsync(stream, reports.Current, ApiJson.Requests.ReportBody, _cancellationToken)
                    .ConfigureAwait(false);
                await stream.WriteAsync("\n"u8.ToArray(), _cancellationToken).ConfigureAwait(false);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}
