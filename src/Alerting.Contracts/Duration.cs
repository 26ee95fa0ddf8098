using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alerting;

/// <summary>
/// An ISO 8601 duration of weeks, days, hours, minutes and seconds (<c>PT2H</c>, <c>P28D</c>, <c>PT1.5S</c>).
/// Years and months have no fixed length and are refused. The text is kept as it was written, so that an
/// operator reads back <c>PT48H</c> and not <c>P2D</c>; equality is by length alone.
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.Duration")]
[JsonConverter(typeof(DurationJsonConverter))]
public readonly struct Duration : IEquatable<Duration>
{
    /// <summary>
    /// What <see cref="TryParse"/> takes, as a regular expression (ECMA-262). It is wider than RFC 3339's durations, which
    /// have neither weeks beside days nor fractions.
    /// </summary>
    public const string Pattern =
        @"^P(?=.)((\d+\.?\d*|\.\d+)W)?((\d+\.?\d*|\.\d+)D)?(T(?=.)((\d+\.?\d*|\.\d+)H)?((\d+\.?\d*|\.\d+)M)?((\d+\.?\d*|\.\d+)S)?)?$";

    [Id(0)] private readonly long _ticks;
    [Id(1)] private readonly string? _text;

    private Duration(long ticks, string? text)
    {
        _ticks = ticks;
        _text = text;
    }

    /// <summary>Length in 100 ns ticks, never negative.</summary>
    public long Ticks => _ticks;

    /// <summary>The same as a <see cref="TimeSpan"/>; exact, both count ticks of 100 ns.</summary>
    public TimeSpan Value => TimeSpan.FromTicks(_ticks);

    /// <summary>
    /// A duration without a text of its own: <see cref="ToString"/> writes it with days, hours, minutes and seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static Duration From(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return new Duration(value.Ticks, null);
    }

    /// <summary>As <see cref="TryParse"/>, for texts that must be durations.</summary>
    /// <exception cref="FormatException">The text is not a duration of the accepted form.</exception>
    public static Duration Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not an ISO 8601 duration such as PT2H or P28D.");

    /// <summary>
    /// Reads an ISO 8601 duration of 3 to 40 characters and at most 36,525 days (a century); what is finer than 100 ns
    /// is cut off.
    /// </summary>
    /// <param name="text">
    /// Units in falling order, each at most once, with decimals after a point where need be; case-sensitive.
    /// </param>
    /// <param name="value">The duration, with the text as its <see cref="ToString"/>; zero when the answer is false.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out Duration value)
    {
        value = default;
        if (text is null || text.Length is < 3 or > 40 || text[0] != 'P')
        {
            return false;
        }

        decimal seconds = 0;
        var inTime = false;
        var lastUnit = -1;
        var i = 1;
        while (i < text.Length)
        {
            if (text[i] == 'T')
            {
                if (inTime || i == text.Length - 1)
                {
                    return false;
                }

                inTime = true;
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.'))
            {
                i++;
            }

            if (i == start || i == text.Length
                || !decimal.TryParse(text.AsSpan(start, i - start), NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            var (unit, length) = (inTime, text[i]) switch
            {
                (false, 'W') => (0, 604_800m),
                (false, 'D') => (1, 86_400m),
                (true, 'H') => (2, 3_600m),
                (true, 'M') => (3, 60m),
                (true, 'S') => (4, 1m),
                _ => (-1, 0m),
            };
            if (unit <= lastUnit || number > 1_000_000_000m)
            {
                return false;
            }

            lastUnit = unit;
            seconds += number * length;
            i++;
        }

        var ticks = seconds * TimeSpan.TicksPerSecond;
        if (lastUnit < 0 || ticks > TimeSpan.TicksPerDay * 36_525m)
        {
            return false;
        }

        value = new Duration((long)ticks, text);
        return true;
    }

    public override string ToString() => _text ?? Format(_ticks);

    /// <summary>Whether both are equally long: <c>P2D</c> equals <c>PT48H</c>.</summary>
    public bool Equals(Duration other) => _ticks == other._ticks;

    public override bool Equals(object? obj) => obj is Duration other && Equals(other);

    public override int GetHashCode() => _ticks.GetHashCode();

    /// <summary>As <see cref="Equals(Duration)"/>.</summary>
    public static bool operator ==(Duration left, Duration right) => left.Equals(right);

    /// <summary>The opposite of <see cref="Equals(Duration)"/>.</summary>
    public static bool operator !=(Duration left, Duration right) => !left.Equals(right);

    /// <summary>The length as a duty officer says it: <c>2 h</c>, <c>90 min</c>, <c>7 days</c>.</summary>
    public string ToWords()
    {
        var span = Value;
        return span switch
        {
            _ when span.Ticks >= TimeSpan.TicksPerDay * 3 && span.Ticks % TimeSpan.TicksPerDay == 0 => $"{span.Days} days",
            _ when span.Ticks >= TimeSpan.TicksPerHour && span.Ticks % TimeSpan.TicksPerHour == 0 =>
                string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
            _ when span.Ticks >= TimeSpan.TicksPerMinute && span.Ticks % TimeSpan.TicksPerMinute == 0 =>
                string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s"),
        };
    }

    private static string Format(long ticks)
    {
        if (ticks == 0)
        {
            return "PT0S";
        }

        var span = TimeSpan.FromTicks(ticks);
        var text = new StringBuilder("P");
        if (span.Days > 0)
        {
            text.Append(span.Days).Append('D');
        }

        if (ticks % TimeSpan.TicksPerDay != 0)
        {
            text.Append('T');
            if (span.Hours > 0)
            {
                text.Append(span.Hours).Append('H');
            }

            if (span.Minutes > 0)
            {
                text.Append(span.Minutes).Append('M');
            }

            var rest = (decimal)(ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond;
            if (rest > 0)
            {
                text.Append(rest.ToString("0.#######", CultureInfo.InvariantCulture)).Append('S');
            }
        }

        return text.ToString();
    }
}

/// <summary>Durations travel as ISO 8601 strings.</summary>
public sealed class DurationJsonConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Duration.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("An ISO 8601 duration such as PT2H or P28D is expected.");

    public override void Write(
        Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
