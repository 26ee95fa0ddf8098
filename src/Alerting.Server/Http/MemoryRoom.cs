namespace Alerting.Server.Http;

/// <summary>Memory that all requests together may take for one purpose; there is no waiting for it.</summary>
/// <param name="size">Bytes.</param>
/// <param name="full">What a request is told that finds no room.</param>
internal abstract class MemoryRoom(long size, Func<BodyCutException> full)
{
    private long _taken;

    /// <summary>Bytes that are in use.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>A share of the room, empty at first, to be given back by disposing of it.</summary>
    public Share Open() => new(this);

    private void Take(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) > size)
        {
            Interlocked.Add(ref _taken, -bytes);
            throw full();
        }
    }

    internal sealed class Share(MemoryRoom room) : IDisposable
    {
        private long _bytes;

        /// <summary>Makes the share this large, unless it is already.</summary>
        /// <exception cref="BodyCutException">There is no room for it.</exception>
        public void Grow(long bytes)
        {
            if (bytes > _bytes)
            {
                room.Take(bytes - _bytes);
                _bytes = bytes;
            }
        }

        public void Dispose() => Interlocked.Add(ref room._taken, -Interlocked.Exchange(ref _bytes, 0));
    }
}
