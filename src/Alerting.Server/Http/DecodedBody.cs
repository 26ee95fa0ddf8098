using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Alerting.Server.Http;

/// <summary>
/// The body of a request without its content coding. Below the decoder is the <see cref="GuardedBody"/>, which limits only the
/// waiting; readers of this body limit the decoded bytes.
/// </summary>
internal sealed class DecodedBody : IRequestBodyPipeFeature, IDisposable
{
    private const int BufferSize = 16 << 10;

    /// <param name="sent">The body as it is sent.</param>
    /// <exception cref="BodyCutException">There is no room for one more decoder.</exception>
    public DecodedBody(ContentCoding coding, GuardedBody sent, DecoderRoom room)
    {
        Sent = sent;
        Reader = PipeReader.Create(
            new DecodedStream(coding, new CompressedStream(sent), room),
            new StreamPipeReaderOptions(bufferSize: BufferSize, minimumReadSize: BufferSize / 4));
    }

    public GuardedBody Sent { get; }

    public PipeReader Reader { get; }

    /// <summary>Gives back the decoder and its memory.</summary>
    public void Dispose() => Reader.Complete();
}
