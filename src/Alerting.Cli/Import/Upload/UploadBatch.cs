using System.Buffers;
using Alerting.Client;
using Alerting.Reports;

namespace Alerting.Cli.Import.Upload;

/// <summary>Reports that are posted together, with the lines of the file that they came from.</summary>
internal sealed class UploadBatch
{
    private readonly ArrayBufferWriter<byte> _reports = new();
    private readonly List<long> _lines = [];
    private readonly List<ReportResult> _results = [];

    /// <summary>Length of the reports.</summary>
    public int Bytes => _reports.WrittenCount;

    /// <summary>What became of the reports, as far as it is known, with the lines of the file.</summary>
    public IEnumerable<(long Line, ReportResult Result)> Results => _lines.Zip(_results);

    /// <param name="line">Number of the row's line in the file.</param>
    /// <param name="report">One line with its end.</param>
    public void Add(long line, ReadOnlySpan<byte> report)
    {
        _lines.Add(line);
        _reports.Write(report);
    }

    public async Task SendAsync(ReportsClient server, UploadOptions options, CancellationToken cancellationToken)
    {
        await foreach (var result in server.PostLinesAsync(_reports.WrittenMemory, options, cancellationToken))
        {
            _results.Add(result);
        }
    }
}
