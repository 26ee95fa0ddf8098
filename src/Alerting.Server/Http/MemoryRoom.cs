namespace Alerting.Server.Http;

/// <summary>
/// Limits the memory that all requests together use for one purpose. A request for which too little is left is refused at once.
/// </summary>
/// <param name="size">Bytes.</param>
/// <param name="full">Makes the refusal of a request for which too little is left.</param>
internal abstract class MemoryRoom(long size, Func<BodyCutException> full)
{
    private long _taken;

    /// <summary>Bytes that are in use.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Opens an empty share; disposing of it returns its memory.</summary>
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

        /// <summary>Enlarges the share to this size, unless it is that large already.</summary>
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
