using Alerting.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>
/// Memory for large JSON bodies, of all requests together: a flood of them, or many that never come to their end, is
/// refused before it fills the heap. Small bodies need none of it, so that they are taken whatever the large ones do.
/// </summary>
internal sealed class BodyRoom(IOptions<HttpOptions> options) : MemoryRoom(options.Value.MaxBufferedBytes, BodyCutException.NoRoom);
