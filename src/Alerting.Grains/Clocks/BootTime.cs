using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Alerting.Grains.Clocks;

/// <summary>
/// Time that passes whatever the wall clock is set to, and while the machine sleeps as well, where that can be known:
/// the first number of /proc/uptime (proc(5)). <see cref="TimeProvider.GetTimestamp"/> stands still in a sleeping machine.
/// </summary>
internal sealed class BootTime : IDisposable
{
    private const string Uptime = "/proc/uptime";

    private readonly TimeProvider _clock;
    private readonly long _started;

    /// <summary>Held open: a process that has no descriptor left still knows the time. Null where there is none.</summary>
    private readonly SafeFileHandle? _uptime;

    public BootTime(TimeProvider clock)
    {
        _clock = clock;
        _started = clock.GetTimestamp();
        _uptime = clock == TimeProvider.System && File.Exists(Uptime) ? File.OpenHandle(Uptime) : null;
    }

    public TimeSpan Now
    {
        get
        {
            if (_uptime is null)
            {
                return _clock.GetElapsedTime(_started);
            }

            Span<byte> buffer = stackalloc byte[64];
            var text = Encoding.ASCII.GetString(buffer[..RandomAccess.Read(_uptime, buffer, 0)]);
            var seconds = text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal));
            return TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        }
    }

    public void Dispose() => _uptime?.Dispose();
}
