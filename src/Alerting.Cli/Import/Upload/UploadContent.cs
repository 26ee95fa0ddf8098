using System.Net;
using System.Net.Http.Headers;

namespace Alerting.Cli.Import.Upload;

/// <summary>The body of the upload: lines as they are made, of unknown length.</summary>
internal sealed class UploadContent : HttpContent, IReportSink
{
    private const int Chunk = 64 << 10;

    private readonly Func<IReportSink, CancellationToken, Task> _write;
    private readonly SentLines _sent;
    private Stream? _body;

    public UploadContent(Func<IReportSink, CancellationToken, Task> write, SentLines sent)
    {
        _write = write;
        _sent = sent;
        Headers.ContentType = new MediaTypeHeaderValue(ServerUpload.Ndjson);
    }

    /// <summary>Why the file could not be read to its end. The body ends there in order: what was sent before is answered.</summary>
    public ImportFileException? Failure { get; private set; }

    public ValueTask WriteAsync(long line, ReadOnlyMemory<byte> report, CancellationToken cancellationToken)
    {
        _sent.Add(line);
        return _body!.WriteAsync(report, cancellationToken);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Not disposed of: that would close what HttpClient still needs.
        var body = new BufferedStream(stream, Chunk);
        _body = body;
        try
        {
            await _write(this, cancellationToken);
        }
        catch (ImportFileException failure)
        {
            Failure = failure;
        }

        await body.FlushAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
