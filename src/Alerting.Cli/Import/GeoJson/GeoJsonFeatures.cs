using System.Buffers;
using System.Text.Json;

namespace Alerting.Cli.Import.GeoJson;

/// <summary>
/// Finds the features of a collection (RFC 7946) in text that comes in pieces: only the feature at hand is kept, not
/// the collection, which no deserialiser offers for an array inside an object.
/// </summary>
internal sealed class GeoJsonFeatures
{
    private enum Place
    {
        Start,
        Collection,
        Features,
        End,
    }

    private JsonReaderState _state;
    private Place _place;
    private bool _begun;
    private bool _found;
    private long _line = 1;

    /// <summary>Line up to which the text was consumed, from 1.</summary>
    public long Line => _line;

    /// <summary>Takes what is complete of <paramref name="text"/>.</summary>
    /// <param name="final">Nothing follows.</param>
    /// <param name="onFeature">Called with each feature, valid during the call, and the line where it begins.</param>
    /// <returns>How many bytes were consumed; the others must come again.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="ImportFileException">It is no feature collection.</exception>
    public long Take(in ReadOnlySequence<byte> text, bool final, Action<JsonElement, long> onFeature)
    {
        var mark = _begun ? 0 : MarkLength(text, final);
        if (mark < 0)
        {
            return 0;
        }

        _begun = true;
        var json = new Utf8JsonReader(text.Slice(mark), final, _state);
        var counted = 0L;
        while (true)
        {
            // A copy to go back to when a step turns out to be incomplete.
            var before = json;
            if (!Step(ref json, out var feature))
            {
                json = before;
                break;
            }

            if (feature is not null)
            {
                using (feature)
                {
                    CountLines(text, ref counted, mark + before.BytesConsumed);
                    var leading = text.Slice(counted, mark + json.BytesConsumed - counted);
                    onFeature(feature.RootElement, _line + LeadingLines(leading));
                }
            }
        }

        CountLines(text, ref counted, mark + json.BytesConsumed);
        _state = json.CurrentState;
        return mark + json.BytesConsumed;
    }

    /// <summary>Checks that the end was one.</summary>
    /// <exception cref="ImportFileException">There was no collection, or no array of features in it.</exception>
    public void Finish()
    {
        if (_place != Place.End || !_found)
        {
            throw new ImportFileException("This is no GeoJSON feature collection: it has no array 'features'.");
        }
    }

    private bool Step(ref Utf8JsonReader json, out JsonDocument? feature)
    {
        feature = null;
        if (!json.Read())
        {
            return false;
        }

        switch (_place)
        {
            case Place.Start when json.TokenType == JsonTokenType.StartObject:
                _place = Place.Collection;
                return true;
            case Place.Collection when json.TokenType == JsonTokenType.EndObject:
                _place = Place.End;
                return true;
            case Place.Collection:
                return Member(ref json);
            case Place.Features when json.TokenType == JsonTokenType.EndArray:
                _place = Place.Collection;
                return true;
            case Place.Features:
                return JsonDocument.TryParseValue(ref json, out feature);
            default:
                throw new ImportFileException("This is no GeoJSON feature collection: it is no JSON object.");
        }
    }

    private bool Member(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("features"u8))
        {
            if (!json.Read())
            {
                return false;
            }

            _place = json.TokenType == JsonTokenType.StartArray ? Place.Features : throw new ImportFileException("'features' is no array.");
            _found = true;
            return true;
        }

        var isType = json.ValueTextEquals("type"u8);
        if (!json.Read() || !json.TrySkip())
        {
            return false;
        }

        return !isType || (json.TokenType == JsonTokenType.String && json.ValueTextEquals("FeatureCollection"u8))
            ? true
            : throw new ImportFileException("This is no GeoJSON feature collection: its type is another.");
    }

    /// <summary>Length of the byte order mark; -1 while that is not known.</summary>
    private static int MarkLength(in ReadOnlySequence<byte> text, bool final)
    {
        if (text.Length < 3)
        {
            return final ? 0 : -1;
        }

        Span<byte> start = stackalloc byte[3];
        text.Slice(0, 3).CopyTo(start);
        return start.SequenceEqual("\uFEFF"u8) ? 3 : 0;
    }

    private void CountLines(in ReadOnlySequence<byte> text, ref long counted, long end)
    {
        foreach (var part in text.Slice(counted, end - counted))
        {
            _line += part.Span.Count((byte)'\n');
        }

        counted = end;
    }

    /// <summary>Line ends before the feature itself: those between it and the one before.</summary>
    private static int LeadingLines(in ReadOnlySequence<byte> text)
    {
        var lines = 0;
        foreach (var part in text)
        {
            var start = part.Span.IndexOf((byte)'{');
            lines += (start < 0 ? part.Span : part.Span[..start]).Count((byte)'\n');
            if (start >= 0)
            {
                break;
            }
        }

        return lines;
    }
}
