using System.Text.Json;
using Alerting.Reports;
using Alerting.Server.Json;

namespace Alerting.Server.Reports;

/// <summary>One element of a request body, still as text.</summary>
/// <param name="Utf8">Part of the body that was split.</param>
/// <param name="Origin">Where it lies in the body.</param>
internal readonly record struct BodyElement(ReadOnlyMemory<byte> Utf8, JsonOrigin Origin);

/// <summary>A JSON body with one report or an array of them.</summary>
internal static class ReportBody
{
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
            Split(body, new Utf8JsonReader(body.Span), into);
            return null;
        }
        catch (JsonException malformed)
        {
            into.RemoveRange(start, into.Count - start);
            return MalformedJson.From(malformed, body.Span, default);
        }
    }

    private static void Split(ReadOnlyMemory<byte> body, Utf8JsonReader json, List<BodyElement> into)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            json.Read();
            into.Add(new BodyElement(body, default));
            return;
        }

        var origin = default(JsonOrigin);
        var told = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            json.Skip();
            origin = MalformedJson.Advance(origin, body.Span[told..start]);
            told = start;
            into.Add(new BodyElement(body[start..(int)json.BytesConsumed], origin));
        }

        json.Read();
    }
}
