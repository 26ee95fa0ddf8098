using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Alerting.Reports;

namespace Alerting.Engine.Json;

/// <summary>Where a text begins in the body that it is part of: zero-based line, zero-based column in characters.</summary>
public readonly record struct JsonOrigin(long Line, long Column);

/// <summary>Describes what is wrong with text that is not JSON, with its position: 1-based line, 1-based column in characters.</summary>
public static class MalformedJson
{
    /// <summary>The fault that <see cref="Utf8JsonReader"/> reports.</summary>
    public static Fault From(JsonException exception, ReadOnlySpan<byte> utf8, JsonOrigin origin)
    {
        // The message ends in the reader's own zero-based coordinates, which would contradict ours.
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

    /// <summary>The fault of text that is not UTF-8; null when all of it is.</summary>
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

    /// <summary>Reads the whole text and returns its fault; null when it is well-formed and all its strings can be decoded.</summary>
    public static Fault? Find(ReadOnlySpan<byte> utf8) => IfNotUtf8(utf8, default) ?? Read(utf8, default);

    /// <summary>
    /// The fault of names and strings that cannot be decoded, whether the text is well-formed or not; null when all
    /// can. All text from outside must pass this or <see cref="Find"/> first: where half of a surrogate pair is read
    /// or compared, in a name or in a value, <see cref="Utf8JsonReader"/> and <see cref="JsonElement"/> throw
    /// something else than a <see cref="JsonException"/>.
    /// </summary>
    public static Fault? IfNotDecodable(ReadOnlySpan<byte> utf8, JsonOrigin origin) =>
        IfNotUtf8(utf8, origin) ?? (MayEscapeSurrogates(utf8) ? Read(utf8, origin) : null);

    /// <summary>
    /// Whether a backslash, u and d or D follow each other anywhere: no other escape can stand for half of a
    /// surrogate pair, and few texts contain one, so the others need no closer look.
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
            // Nothing else can be wrong with an escaped string in valid UTF-8.
            return At((int)json.TokenStartIndex, "the string holds half of a surrogate pair", utf8, origin);
        }
    }

    /// <summary>A fault at a byte offset of the text.</summary>
    private static Fault At(int offset, string message, ReadOnlySpan<byte> utf8, JsonOrigin origin)
    {
        var position = Advance(origin, utf8[..offset]);
        return new Fault(FaultTypes.MalformedJson, $"line {position.Line + 1}, column {position.Column + 1}: {message}");
    }

    /// <summary>The origin after this text, from the origin before it.</summary>
    public static JsonOrigin Advance(JsonOrigin origin, ReadOnlySpan<byte> over)
    {
        var lines = over.Count((byte)'\n');
        var tail = over[(over.LastIndexOf((byte)'\n') + 1)..];
        var column = 0L;
        foreach (var b in tail)
        {
            // Continuation bytes of a UTF-8 character do not count as columns.
            column += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return new JsonOrigin(origin.Line + lines, lines == 0 ? origin.Column + column : column);
    }
}
