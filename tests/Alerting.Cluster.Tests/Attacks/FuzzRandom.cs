using System.Globalization;
using System.Text;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Chance, and what past and imaginable faults were made of. The same seed makes the same input.</summary>
internal sealed class FuzzRandom(int seed)
{
    /// <summary>Where a webhook's address is to stand; nothing that chance makes of it is an address.</summary>
    public const string Target = "WEBHOOKTARGET";

    /// <summary>JSON strings that are odd, most of them valid.</summary>
    private static readonly string[] s_strings =
    [
        "\"\"", "\" \"", "\"\\ud800\"", "\"\\udc00ab\"", "\"ab\\uD83D\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"a\\u0000b\"",
        "\"\\n\"", "\"\\u202e\"",
        "\"\\/\"", "\"é\"", "\"e\\u0301\"", "\"الرمادي\"", "\"😀\"", "\"'; --\"", "\"../..\"", "\"*\"", "\"IQ\"", "\"IQ-AN\"",
        "\"iq-an\"", "\"IQ-ANB\"", "\"Anbar\"",
        "\"PT2H\"", "\"P366D\"", "\"P999999999999D\"", "\"-PT1S\"", "\"PT0.0000001S\"", "\"PT\"", "\"P1Y\"", "\"PT1E5S\"",
        "\"9999-12-31T23:59:59.9999999Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"2014-02-30T00:00:00Z\"", "\"2014-01-01T13:05:00+03:00\"", "\"2016-12-31T23:59:60Z\"",
        "\"F6\"", "\"A1\"", "\"level\"",
        "\"surge\"", "\"towns\"", "\"killed\"", "\"leaf\"", "\"root\"", "\"critical\"", "\"protest\"", "\"protset\"", "\"battle\"",
        "\"webhook\"", "\"town\"", "\"region\"",
        "\"receivedAt\"", "\"reportId\"", "\"raised\"", "\"unknown\"", "\"mass-casualty\"", "\"NaN\"", "\"\\\"\"", "\"\\\\\"",
        "\"\\x\"", "\"\\u12\"",
    ];

    private static readonly string[] s_others =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "1.5", "1e3", "1e999", "-1e999", "5e-324", "0.1", "2147483647", "2147483648",
        "9223372036854775807",
        "9223372036854775808", "1000000", "1000001", "[]", "{}", "[null]", "[{}]", "[[]]", "{\"\":null}", "{\"\\ud800\":1}", "NaN",
        "01", "+1", "1.", ".5", "0x1", "undefined", "'a'",
    ];

    private static readonly byte[][] s_bytes =
    [
        [0], [0x7F], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xEF, 0xBF, 0xBE],
        [
            0xF4, 0x90, 0x80, 0x80
        ], [0xFF], [0xE2, 0x80, 0xA8],
        "\\"u8.ToArray(), "\""u8.ToArray(), "\\u"u8.ToArray(), "\\ud800"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(),
        "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), ":"u8.ToArray(), "//"u8.ToArray(), "\t"u8.ToArray(),
    ];

    private static readonly string[] s_pieces =
    [
        "%00", "%0A", "%0D%0A", "%20", "%22", "%25", "%2e%2e", "%2F", "%5C", "%7F", "%80", "%C0%AE", "%C3%A9", "%ED%A0%80",
        "%EF%BF%BF", "%F0%9F%98%80", "%FF", "%", "%G1", "%u0041", "é",
        "..", ".", "~", ";", ":", "@", "'", "\"", "<", "|", "{id}", "{", "}", "^", "`", "\\", "*", "+", "%2B", "-1", "0", "1",
        "1000", "1001", "2147483648", "9223372036854775807",
        "99999999999999999999", "1e3", "0x10", "true", "false", "True", "open", "cleared", "critical", "severe", "low", "IQ",
        "IQ-AN", "IQ-AN,IQ", "iq", "dead", "pending", "revisions", "levels",
        "revisions,levels", "2014-01-01T00:00:00Z", "null", "NaN", "mass-casualty", "surge", "fuzz-1",
    ];

    private readonly Random _random = new(seed);

    /// <summary>0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => _random.Next(bound);

    public bool Chance(double share) => _random.NextDouble() < share;

    public T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>A JSON value of any type, odd and now and then invalid.</summary>
    public string Json()
    {
        switch (Below(20))
        {
            case 0:
                var depth = Of([2, 10, 62, 63, 64, 65, 66, 500]);
                return Chance(0.5)
                    ? new string('[', depth) + new string(']', depth)
                    : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
            case 1:
                return new string('9', Of([10, 40, 400]));
            case 2:
                return $"\"{new string(Of(['a', 'é', ' ', '1']), Of([63, 64, 65, 119, 120, 121, 128, 129, 200, 201, 4_000, 4_001]))}\"";
            case < 10:
                return Of(s_others);
            default:
                return JsonString();
        }
    }

    /// <summary>A JSON string, now and then an invalid one.</summary>
    public string JsonString() => Of(s_strings);

    public byte[] Bytes() => Of(s_bytes);

    /// <summary>Part of an address, as it is written there; without what would end the request line.</summary>
    public string Segment()
    {
        if (Chance(0.03))
        {
            return new string(Of(['a', '0', '%', '.']), Of([64, 65, 255, 1_000, 5_000]));
        }

        var text = new StringBuilder();
        for (var pieces = 1 + Below(3); pieces > 0; pieces--)
        {
            text.Append(Of(s_pieces));
        }

        return text.ToString();
    }

    /// <summary>A value of a header, in bytes of Latin 1: anything but line ends.</summary>
    public string Header() => Below(6) switch
    {
        0 => "",
        1 => Segment(),
        2 => string.Join(", ", Enumerable.Range(0, 1 + Below(40)).Select(_ => $"\"{Below(100)}\"")),
        3 =>
            new string(
                [
                    .. Enumerable.Range(0, 1 + Below(30))
                        .Select(_ => (char)Of([32, 34, 44, 47, 59, 61, 42, 65, 97, 127, 128, 160, 233, 255]))
                ]),
        4 => Below(int.MaxValue).ToString(CultureInfo.InvariantCulture),
        _ =>
            Of(["*", "*/*", "W/\"1\"", "\"", ";q=", "a/b;q=2", "application/geo+json", "application/geo+json;q=0", "application/geo+json;q=x", "application/json;charset=utf-16", "bytes=0-"]),
    };
}
