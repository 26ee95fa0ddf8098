using Alerting.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>
/// Limits the memory of the decoders of compressed bodies, of all requests together. One half is for what each decoder needs from
/// the start, the other for its window of decoded data, whose size the sender chooses: so decoders with large windows do not shut
/// out those with small ones. Most of this memory is not on the managed heap.
/// </summary>
internal sealed class DecoderRoom(IOptions<HttpOptions> options)
{
    public MemoryRoom Decoders { get; } = new Half(options);

    public MemoryRoom Windows { get; } = new Half(options);

    private sealed class Half(IOptions<HttpOptions> options) : MemoryRoom(options.Value.MaxDecoderBytes / 2, BodyCutException.NoDecoder);
}
