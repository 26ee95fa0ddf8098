namespace Alerting.Server.Regions;

/// <summary>Room for the bodies of the pages of one snapshot; what does not fit is written for each who asks.</summary>
internal sealed class BoardRoom
{
    /// <summary>Bytes, before compression. A board of ten thousand regions takes six million, with outlines some times that.</summary>
    private const long Size = 64 << 20;

    private long _taken;

    /// <summary>Takes room for as many bytes; false where there is none.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= Size)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }
}
