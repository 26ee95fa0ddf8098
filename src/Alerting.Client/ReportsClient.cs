using System.Runtime.CompilerServices;
using System.Text.Json;
using Alerting.Json;
using Alerting.Reports;

namespace Alerting.Client;

/// <summary>What happened, as reporters tell it. Posting the same report again is harmless, so all of this may be repeated.</summary>
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
    /// Posts as many reports as there are while they come, and gives what became of each, in their order. What has come is
    /// posted when nothing more has, or when it is a few megabytes; it is posted again while the server cannot be reached or
    /// cannot store it.
    /// </summary>
    /// <param name="reports">What to post.</param>
    /// <param name="cancellationToken">Gives up; what was posted may be stored.</param>
    /// <exception cref="ProblemException">The server refuses them all, or could not store them for two minutes.</exception>
    /// <exception cref="HttpRequestException">The server could not be reached for two minutes.</exception>
    public async IAsyncEnumerable<ReportResult> PostAsync(
        IAsyncEnumerable<ReportBody> reports, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var index = 0L;
        await foreach (var lines in new ReportLines(reports).BatchesAsync(cancellationToken).ConfigureAwait(false))
        {
            await foreach (var result in PostLinesAsync(lines, null, cancellationToken).ConfigureAwait(false))
            {
                yield return result with { Index = index++ };
            }
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

    /// <summary>
    /// Posts reports that are JSON already, and gives what became of each, in their order. They are posted again while the
    /// server cannot be reached or cannot store them.
    /// </summary>
    /// <param name="lines">
    /// One report a line, each at most 64 KiB; some megabytes are a good measure, since they are kept until they are settled.
    /// </param>
    /// <param name="options">How long to try; null: the defaults.</param>
    /// <param name="cancellationToken">Gives up; what was posted may be stored.</param>
    /// <exception cref="ProblemException">The server refuses them all, or could not store them for too long.</exception>
    /// <exception cref="HttpRequestException">The server could not be reached for too long.</exception>
    /// <exception cref="IOException">The server broke off, again and again for too long.</exception>
    /// <exception cref="JsonException">Something else answers there.</exception>
    public IAsyncEnumerable<ReportResult> PostLinesAsync(
        ReadOnlyMemory<byte> lines, UploadOptions? options = null, CancellationToken cancellationToken = default) =>
        new LinesUpload(_api, options ?? new UploadOptions()).RunAsync(lines, cancellationToken);
}
