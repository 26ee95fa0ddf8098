using Alerting.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>
/// Memory of the decoders of compressed bodies, of all requests together: each remembers what it has decoded, up to a
/// window that the sender chooses, and most of that lies outside the heap and its limit.
/// </summary>
internal sealed class DecoderRoom(IOptions<HttpOptions> options) : MemoryRoom(options.Value.MaxDecoderBytes, BodyCutException.NoDecoder);
