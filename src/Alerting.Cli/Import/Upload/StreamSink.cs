namespace Alerting.Cli.Import.Upload;

/// <summary>Lines one after the other, to a file or standard output.</summary>
internal sealed class StreamSink(Stream stream) : IReportSink
{
    public ValueTask WriteAsync(long line, ReadOnlyMemory<byte> report, CancellationToken cancellationToken) =>
        stream.WriteAsync(report, cancellationToken);
}
