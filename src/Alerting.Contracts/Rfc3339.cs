namespace Alerting;

/// <summary>
/// Instants as RFC 3339, section 5.6, writes them: seconds and offset are required, <c>t</c> and <c>z</c> may be lower
/// case. More than 7 decimals of a second are cut off. A leap second (<c>23:59:60</c> UTC) is read as the last tick
/// before the next minute, since no clock here counts it: the day stays right and order is kept.
/// </summary>
public static class Rfc3339
{
    // .NET does not represent greater offsets; what is further away is kept as UTC.
    private const int MaxOffsetMinutes = 14 * 60;

    /// <summary>Reads an instant and keeps its offset.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="instant">
    /// With the stated offset; in UTC where that is beyond 14 h. The earliest instant there is when the answer is
    /// false.
    /// </param>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length < 20
            || !Number(text, 0, 4, out var year) || text[4] != '-'
            || !Number(text, 5, 2, out var month) || text[7] != '-'
            || !Number(text, 8, 2, out var day) || (text[10] | 0x20) != 't'
            || !Number(text, 11, 2, out var hour) || text[13] != ':'
            || !Number(text, 14, 2, out var minute) || text[16] != ':'
            || !Number(text, 17, 2, out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var rest = text[19..];
        if (!TryFraction(ref rest, out var fraction) || !TryOffset(rest, out var offsetMinutes))
        {
            return false;
        }

        var leap = second == 60;
        var local = new DateTime(year, month, day, hour, minute, leap ? 59 : second).Ticks
            + (leap ? TimeSpan.TicksPerSecond - 1 : fraction);
        var utc = local - (offsetMinutes * TimeSpan.TicksPerMinute);
        if (utc < 0 || utc > DateTime.MaxValue.Ticks || (leap && utc % TimeSpan.TicksPerDay != TimeSpan.TicksPerDay - 1))
        {
            return false;
        }

        instant = Math.Abs(offsetMinutes) <= MaxOffsetMinutes
            ? new DateTimeOffset(local, TimeSpan.FromMinutes(offsetMinutes))
            : new DateTimeOffset(utc, TimeSpan.Zero);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var length = 1;
        var unit = TimeSpan.TicksPerSecond;
        while (length < rest.Length && rest[length] is >= (byte)'0' and <= (byte)'9')
        {
            unit /= 10;
            ticks += unit * (rest[length] - '0');
            length++;
        }

        rest = rest[length..];
        return length > 1 && rest.Length > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> rest, out int minutes)
    {
        minutes = 0;
        if (rest.Length == 1)
        {
            return (rest[0] | 0x20) == 'z';
        }

        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':'
            || !Number(rest, 1, 2, out var hours) || !Number(rest, 4, 2, out minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        minutes += hours * 60;
        minutes = rest[0] == '-' ? -minutes : minutes;
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> text, int start, int length, out int value)
    {
        value = 0;
        foreach (var b in text.Slice(start, length))
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (b - '0');
        }

        return true;
    }
}
