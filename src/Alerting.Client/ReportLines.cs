using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Alerting.Json;
using Alerting.Reports;

namespace Alerting.Client;

/// <summary>Makes lines of reports as they come, gathered as far as that does not make the first of them wait.</summary>
internal sealed class ReportLines(IAsyncEnumerable<ReportBody> reports)
{
    private const int MaxBytes = 4 << 20;

    /// <summary>Lines of one report or more; each batch is valid until the next one is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> BatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var source = reports.GetAsyncEnumerator(ended.Token);
        var lines = new ArrayBufferWriter<byte>();
        var next = source.MoveNextAsync().AsTask();
        try
        {
            while (await next.ConfigureAwait(false))
            {
                do
                {
                    Write(lines, source.Current);
                    next = source.MoveNextAsync().AsTask();
                }
                while (lines.WrittenCount < MaxBytes && next.IsCompleted && await next.ConfigureAwait(false));

                yield return lines.WrittenMemory;
                lines.ResetWrittenCount();
            }
        }
        finally
        {
            // An enumerator must not be disposed of while it is asked for the next report.
            await ended.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Write(ArrayBufferWriter<byte> lines, ReportBody report)
    {
        using (var json = new Utf8JsonWriter(lines, new JsonWriterOptions { Encoder = ApiJson.Requests.Options.Encoder }))
        {
            JsonSerializer.Serialize(json, report, ApiJson.Requests.ReportBody);
        }

        lines.Write("\n"u8);
    }
}
