using Microsoft.Extensions.Options;

namespace Alerting.Server.Backtests;

/// <summary>Limits the disk space of lines of backtests that have not run yet, for all requests together.</summary>
internal sealed class SpoolRoom(IOptions<BacktestOptions> options)
{
    private long _taken;

    public long Size => options.Value.MaxSpooledBytes;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= Size)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
