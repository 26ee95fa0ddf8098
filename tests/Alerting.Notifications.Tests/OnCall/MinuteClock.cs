namespace Alerting.Notifications.Tests.OnCall;

/// <summary>The clock of a zone, minute by minute, as the runtime has it and not the library that is tested.</summary>
internal sealed class MinuteClock
{
    private readonly DateTime _first;
    private readonly DateTime[] _local;
    private readonly Dictionary<DateTime, DateTime> _known = [];

    public MinuteClock(string zone, DateTime firstUtc, int days)
    {
        var of = TimeZoneInfo.FindSystemTimeZoneById(zone);
        _first = firstUtc;
        _local =
        [
            .. Enumerable.Range(0, days * 24 * 60).Select(minute => TimeZoneInfo.ConvertTimeFromUtc(firstUtc.AddMinutes(minute), of)),
        ];
    }

    public DateTime LocalOf(DateTime utc) => _local[(int)(utc - _first).TotalMinutes];

    /// <summary>
    /// The first minute at which the clock shows it; where it never does, that at which it would have, had it not been set.
    /// </summary>
    public DateTime InstantOf(DateTime local)
    {
        if (!_known.TryGetValue(local, out var instant))
        {
            _known[local] = instant = Find(local);
        }

        return instant;
    }

    private DateTime Find(DateTime local)
    {
        for (var minute = 1; minute < _local.Length; minute++)
        {
            if (_local[minute] == local)
            {
                return _first.AddMinutes(minute);
            }

            if (_local[minute - 1] < local && local < _local[minute])
            {
                return _first.AddMinutes(minute - 1) + (local - _local[minute - 1]);
            }
        }

        throw new InvalidOperationException($"The clock does not reach {local:s}.");
    }
}
