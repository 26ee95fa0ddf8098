using Alerting.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Http;

/// <summary>
/// Memory for large JSON bodies, of all requests together: a flood of them, or many that never come to their end, is
/// refused before it fills the heap. Small bodies need none of it, so that they are taken whatever the large ones do.
/// </summary>
internal sealed class BodyRoom(IOptions<HttpOptions> options)
{
    private long _taken;

    /// <summary>A share of the room, empty at first, to be given back by disposing of it.</summary>
    public Share Open() => new(this);

    private bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= options.Value.MaxBufferedBytes)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    internal sealed class Share(BodyRoom room) : IDisposable
    {
        private long _bytes;

        /// <summary>Makes the share this large, unless it is already.</summary>
        /// <exception cref="BodyCutException">There is no room for it.</exception>
        public void Grow(long bytes)
        {
            if (bytes <= _bytes)
            {
                return;
            }

            if (!room.TryTake(bytes - _bytes))
            {
                throw BodyCutException.NoRoom();
            }

            _bytes = bytes;
        }

        public void Dispose() => Interlocked.Add(ref room._taken, -Interlocked.Exchange(ref _bytes, 0));
    }
}
