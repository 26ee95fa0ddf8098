namespace Alerting.Cli.Import.Upload;

/// <summary>Takes the lines of an import.</summary>
internal interface IReportSink
{
    /// <param name="line">Number of the row's line in the file.</param>
    /// <param name="report">One line with its end, valid up to the end of the call.</param>
    ValueTask WriteAsync(long line, ReadOnlyMemory<byte> report, CancellationToken cancellationToken);
}
