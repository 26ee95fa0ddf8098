using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Cli.Import.GeoJson;
using Alerting.Cli.Import.Regions;
using Alerting.Cli.Import.Text;
using Alerting.Cli.Import.Upload;
using Alerting.Engine.Reports;
using Alerting.Reports;

namespace Alerting.Cli.Import;

/// <summary>
/// From the rows of a file to lines of reports. Every line has passed the product's own reader of reports, so whatever
/// it would refuse is listed with its place in the file, before anything is sent.
/// </summary>
/// <param name="onRow">Called after each row.</param>
internal sealed class ImportRun(IEventFormat format, ReportParser parser, RejectList rejects, TimeProvider clock, Action? onRow = null)
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ReportLimits _limits = new();

    private long _line;

    /// <summary>Rows read so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that made a report.</summary>
    public long Reports { get; private set; }

    /// <summary>Rows that tell of no incident, as their data set has many.</summary>
    public long PassedOver { get; private set; }

    /// <summary>What settled the regions of the reports.</summary>
    public RegionTally Regions { get; } = new();

    /// <summary>Texts that were cut or left out.</summary>
    public long Cut => _limits.Cut;

    private string After => _line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" after the row of line {_line}");

    /// <exception cref="ImportFileException">
    /// The file is not of its format, or cannot be read any further; the reports before that place were written.
    /// </exception>
    public async Task WriteAsync(TextFile file, IReportSink sink, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(4 << 10);
        await using var json = new Utf8JsonWriter(buffer, s_writing);
        await using var rows = format.ReadAsync(file, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(rows))
        {
            var row = rows.Current;
            _line = row.Line;
            Rows++;
            if (TryWrite(row, json, buffer))
            {
                Reports++;
                await sink.WriteAsync(row.Line, buffer.WrittenMemory, cancellationToken);
            }

            onRow?.Invoke();
        }
    }

    private bool TryWrite(in ImportedRow row, Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        if (row is { Report: null, Fault: null })
        {
            PassedOver++;
            return false;
        }

        if (row.Report is null)
        {
            rejects.Add(row.Line, row.Id, row.Fault!);
            return false;
        }

        buffer.ResetWrittenCount();
        json.Reset();
        if (Write(row.Report, json, buffer) is { } fault)
        {
            rejects.Add(row.Line, row.Id, fault);
            return false;
        }

        if (row.Region is { } basis)
        {
            Regions.Add(basis);
        }

        buffer.Write("\n"u8);
        return true;
    }

    private Fault? Write(JsonObject report, Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        try
        {
            _limits.Fit(report);
            report.WriteTo(json);
            json.Flush();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which JSON can escape and nothing can hold.
            return GeoJsonReport.NotUnicode;
        }

        // How old or new an event may be is for the server that takes it to say: backtests have no such limit.
        return parser.Parse(buffer.WrittenSpan, new ReportRules { Now = clock.GetUtcNow() }).Fault;
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ImportedRow> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (DecoderFallbackException exception)
        {
            throw new ImportFileException(
                $"The file holds bytes that are no text of its encoding{After}; --encoding names another.", exception);
        }
        catch (Exception exception) when (exception is not ImportFileException && ImportFileException.Is(exception))
        {
            throw new ImportFileException($"The file cannot be read{After}: {exception.Message}", exception);
        }
    }
}
