using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Alerting.Client;
using Alerting.Reports;

namespace Alerting.Cli.Import.Upload;

/// <summary>Posts an import to a server, some megabytes at a time: while they are being stored the next are made.</summary>
internal sealed class ServerUpload(Uri server, string key, RejectList rejects) : IReportSink
{
    private const int MaxBytes = 4 << 20;

    private static readonly UploadOptions s_atOnce = new() { Patience = TimeSpan.Zero };
    private static readonly UploadOptions s_patient = new();

    private UploadBatch _filling = new();
    private UploadBatch? _sending;
    private Task _sent = Task.CompletedTask;
    private AlertingClient? _client;
    private long _written;

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    /// <summary>Reports of which it is known whether they are stored.</summary>
    private long Settled { get; set; }

    /// <param name="write">Writes the lines.</param>
    /// <param name="cancellationToken">Gives up; what was sent may be stored.</param>
    /// <exception cref="ImportFileException">The file could not be read to its end; what was sent before that is settled.</exception>
    /// <exception cref="ServerRefusedException">The server did not answer, or not for all of it; to send it again is safe.</exception>
    public async Task RunAsync(Func<IReportSink, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        // An upload takes as long as it takes, and where a redirect leads is for people to decide.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _client = new AlertingClient(http);
        ImportFileException? broken = null;
        try
        {
            try
            {
                await write(this, cancellationToken);
            }
            catch (ImportFileException exception)
            {
                broken = exception;
            }

            await SendAsync(cancellationToken);
            await SettleAsync();
        }
        catch (Exception exception) when (Refusal(exception) is { } refusal)
        {
            var settled = Settled == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"{server} settled {Settled:N0} of {_written:N0} reports only: ");
            throw new ServerRefusedException(settled + refusal, exception);
        }

        if (broken is not null)
        {
            throw broken;
        }
    }

    public ValueTask WriteAsync(long line, ReadOnlyMemory<byte> report, CancellationToken cancellationToken)
    {
        _filling.Add(line, report.Span);
        _written++;
        return _filling.Bytes < MaxBytes ? ValueTask.CompletedTask : new ValueTask(SendAsync(cancellationToken));
    }

    /// <summary>Waits for the batch that is being sent, and starts to send the next.</summary>
    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await SettleAsync();
        var batch = _filling;
        _filling = new UploadBatch();
        _sending = batch;

        // A wrong address or key is said at once; a server that has taken reports is waited for.
        _sent = batch.SendAsync(_client!.Reports, Settled == 0 ? s_atOnce : s_patient, cancellationToken);
    }

    private async Task SettleAsync()
    {
        try
        {
            await _sent;
        }
        finally
        {
            foreach (var (line, result) in _sending?.Results ?? [])
            {
                Settle(line, result);
            }

            (_sending, _sent) = (null, Task.CompletedTask);
        }
    }

    private void Settle(long line, ReportResult result)
    {
        Settled++;
        switch (result.Outcome)
        {
            case ReportStatus.Accepted:
                Accepted++;
                break;
            case ReportStatus.Duplicate:
                Duplicates++;
                break;
            default:
                var reason = result.Error?.Detail ?? "the server says no more";
                rejects.Add(line, result.ReportId, new Fault(result.Error?.Type ?? "", $"refused by the server: {reason}"));
                break;
        }
    }

    /// <summary>What to say of a failure of the server; null when it is none.</summary>
    private string? Refusal(Exception exception) => exception switch
    {
        ProblemException problem => string.Create(
            CultureInfo.InvariantCulture,
            $"{server} refused the reports with {(int)problem.Status} {problem.Problem.Title}: {problem.Problem.Detail}"),
        JsonException => $"{server} did not answer as a server of this kind does.",
        HttpRequestException or IOException => $"{server} cannot be reached or broke off: {exception.GetBaseException().Message}.",
        _ => null,
    };
}
