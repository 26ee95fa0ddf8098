using Alerting.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>
/// Limits the memory of large JSON bodies of all requests together: a flood of them, or many that never end, is refused before it
/// fills the heap. Small bodies do not count, and are accepted whatever the large ones do.
/// </summary>
internal sealed class BodyRoom(IOptions<HttpOptions> options) : MemoryRoom(options.Value.MaxBufferedBytes, BodyCutException.NoRoom);
