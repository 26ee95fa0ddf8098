using System.Globalization;
using System.Text.Json;
using Alerting.Reports;
using Alerting.Server.Json;

namespace Alerting.Server.Reports;

/// <summary>One element of a request body, still as text.</summary>
/// <param name="Utf8">Part of the body that was split.</param>
/// <param name="Origin">Where it lies in the body.</param>
internal readonly record struct BodyElement(ReadOnlyMemory<byte> Utf8, JsonOrigin Origin);

/// <summary>A JSON body with one report or an array of them.</summary>
internal static class ReportElements
{
    /// <summary>
    /// No body of the largest size holds more real reports; elements that are not reports would still cost memory.
    /// </summary>
    public const int MaxElements = 100_000;

    private static readonly Fault s_tooMany = new(
        FaultTypes.BodyTooLarge, string.Create(CultureInfo.InvariantCulture,
            $"An array has at most {MaxElements:N0} reports; send more as application/x-ndjson."));

    /// <summary>
    /// Splits a body into its elements; one that is no array is its own single element. A body that is not well-formed
    /// from start to end yields a fault with line and column, and no element: nothing of it must be stored.
    /// </summary>
    public static Fault? Split(ReadOnlyMemory<byte> body, List<BodyElement> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (MalformedJson.IfNotUtf8(body.Span, default) is { } notUtf8)
        {
            return notUtf8;
        }

        var start = into.Count;
        try
        {
            if (TrySplit(body, new Utf8JsonReader(body.Span), into))
            {
                return null;
            }

            into.RemoveRange(start, into.Count - start);
            return s_tooMany;
        }
        catch (JsonException malformed)
        {
            into.RemoveRange(start, into.Count - start);
            return MalformedJson.From(malformed, body.Span, default);
        }
    }

    /// <summary>False when the array has too many elements.</summary>
    private static bool TrySplit(ReadOnlyMemory<byte> body, Utf8JsonReader json, List<BodyElement> into)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            json.Read();
            into.Add(new BodyElement(body, default));
            return true;
        }

        var origin = default(JsonOrigin);
        var told = 0;
        var max = into.Count + MaxElements;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (into.Count == max)
            {
                return false;
            }

            var start = (int)json.TokenStartIndex;
            json.Skip();
            origin = MalformedJson.Advance(origin, body.Span[told..start]);
            told = start;
            into.Add(new BodyElement(body[start..(int)json.BytesConsumed], origin));
        }

        json.Read();
        return true;
    }
}
