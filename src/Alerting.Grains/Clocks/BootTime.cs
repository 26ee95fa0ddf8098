using System.Globalization;

namespace Alerting.Grains.Clocks;

/// <summary>
/// Time that passes whatever the wall clock is set to, and while the machine sleeps as well, where that can be known:
/// the first number of /proc/uptime (proc(5)). <see cref="TimeProvider.GetTimestamp"/> stands still in a sleeping machine.
/// </summary>
internal sealed class BootTime(TimeProvider clock)
{
    private const string Uptime = "/proc/uptime";

    private readonly bool _isKnown = clock == TimeProvider.System && File.Exists(Uptime);
    private readonly long _started = clock.GetTimestamp();

    public TimeSpan Now
    {
        get
        {
            if (!_isKnown)
            {
                return clock.GetElapsedTime(_started);
            }

            var text = File.ReadAllText(Uptime);
            return TimeSpan.FromSeconds(double.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture));
        }
    }
}
