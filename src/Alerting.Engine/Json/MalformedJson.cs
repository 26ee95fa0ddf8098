using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Alerting.Reports;

namespace Alerting.Engine.Json;

/// <summary>Where a text lies in the body it is part of: zero-based line, zero-based column in characters.</summary>
public readonly record struct JsonOrigin(long Line, long Column);

/// <summary>Faults of text that is not JSON, with the place: 1-based line, 1-based column in characters.</summary>
public static class MalformedJson
{
    /// <summary>What <see cref="Utf8JsonReader"/> found at fault.</summary>
    public static Fault From(JsonException exception, ReadOnlySpan<byte> utf8, JsonOrigin origin)
    {
        // The reader's message ends in its own zero-based coordinates.
        var message = exception.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (end >= 0)
        {
            message = message[..end];
        }

        var lineStart = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            var next = utf8[lineStart..].IndexOf((byte)'\n');
            if (next < 0)
            {
                break;
            }

            lineStart += next + 1;
        }

        var offset = (int)Math.Min(utf8.Length, lineStart + (exception.BytePositionInLine ?? 0));
        return At(offset, message, utf8, origin);
    }

    /// <summary>Null when the text is UTF-8 throughout.</summary>
    public static Fault? IfNotUtf8(ReadOnlySpan<byte> utf8, JsonOrigin origin)
    {
        if (Utf8.IsValid(utf8))
        {
            return null;
        }

        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var length) == OperationStatus.Done)
        {
            offset += length;
        }

        return At(offset, "the text is not valid UTF-8", utf8, origin);
    }

    /// <summary>Reads the whole text; null when it is well-formed and all its strings can be decoded.</summary>
    public static Fault? Find(ReadOnlySpan<byte> utf8) => IfNotUtf8(utf8, default) ?? Read(utf8, default);

    /// <summary>
    /// Null when all names and strings of the text can be decoded, whether it is well-formed or not. Whatever is read
    /// passes here or through <see cref="Find"/> first: <see cref="Utf8JsonReader"/> and <see cref="JsonElement"/> throw
    /// what is no <see cref="JsonException"/> where half of a surrogate pair is asked for or compared, in a name as well
    /// as in a value.
    /// </summary>
    public static Fault? IfNotDecodable(ReadOnlySpan<byte> utf8, JsonOrigin origin) =>
        IfNotUtf8(utf8, origin) ?? (MayEscapeSurrogates(utf8) ? Read(utf8, origin) : null);

    /// <summary>
    /// Whether there is a backslash, u and d or D in a row: no other escape can stand for half of a pair, and few texts have one.
    /// </summary>
    private static bool MayEscapeSurrogates(ReadOnlySpan<byte> utf8) =>
        utf8.Contains((byte)'\\') && (utf8.IndexOf("\\ud"u8) >= 0 || utf8.IndexOf("\\uD"u8) >= 0);

    private static Fault? Read(ReadOnlySpan<byte> utf8, JsonOrigin origin)
    {
        var json = new Utf8JsonReader(utf8);
        try
        {
            while (json.Read())
            {
                if (json.ValueIsEscaped)
                {
                    _ = json.GetString();
                }
            }

            return null;
        }
        catch (JsonException malformed)
        {
            return From(malformed, utf8, origin);
        }
        catch (InvalidOperationException)
        {
            // The one thing that can be wrong with an escaped string in valid UTF-8.
            return At((int)json.TokenStartIndex, "the string holds half of a surrogate pair", utf8, origin);
        }
    }

    /// <summary>A fault at a byte offset of the text.</summary>
    private static Fault At(int offset, string message, ReadOnlySpan<byte> utf8, JsonOrigin origin)
    {
        var position = Advance(origin, utf8[..offset]);
        return new Fault(FaultTypes.MalformedJson, $"line {position.Line + 1}, column {position.Column + 1}: {message}");
    }

    /// <summary>Where one is after reading on over some text.</summary>
    public static JsonOrigin Advance(JsonOrigin origin, ReadOnlySpan<byte> over)
    {
        var lines = over.Count((byte)'\n');
        var tail = over[(over.LastIndexOf((byte)'\n') + 1)..];
        var column = 0L;
        foreach (var b in tail)
        {
            // Continuation bytes of a character do not count.
            column += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return new JsonOrigin(origin.Line + lines, lines == 0 ? origin.Column + column : column);
    }
}
