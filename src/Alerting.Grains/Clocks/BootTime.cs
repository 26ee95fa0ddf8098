using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Alerting.Grains.Clocks;

/// <summary>
/// The time since the machine was started, including time spent asleep where the system reports it: the first number
/// of /proc/uptime (proc(5)). Setting the wall clock does not affect it. <see cref="TimeProvider.GetTimestamp"/>,
/// used elsewhere, stops while the machine sleeps.
/// </summary>
internal sealed class BootTime : IDisposable
{
    private const string Uptime = "/proc/uptime";

    private readonly TimeProvider _clock;
    private readonly long _started;

    /// <summary>
    /// Kept open, so that the time is known even when the process can open no more files. Null where there is no such
    /// file.
    /// </summary>
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
