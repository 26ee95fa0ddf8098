using Alerting.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>
/// Memory of the decoders of compressed bodies, of all requests together. Half is for what each takes from its beginning,
/// half for what it has decoded and must remember, up to a window that the sender chooses: those that remember much leave
/// room for those that do not. Most of it lies outside the heap and its limit.
/// </summary>
internal sealed class DecoderRoom(IOptions<HttpOptions> options)
{
    public MemoryRoom Decoders { get; } = new Half(options);

    public MemoryRoom Windows { get; } = new Half(options);

    private sealed class Half(IOptions<HttpOptions> options) : MemoryRoom(options.Value.MaxDecoderBytes / 2, BodyCutException.NoDecoder);
}
