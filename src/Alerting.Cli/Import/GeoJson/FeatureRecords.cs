using System.Runtime.CompilerServices;
using System.Text.Json;
using Alerting.Cli.Import.Records;
using Alerting.Cli.Import.Text;

namespace Alerting.Cli.Import.GeoJson;

/// <summary>
/// The features of a collection as records: <c>id</c> is the feature's own, <c>geometry.lat</c> and <c>geometry.lon</c> its
/// point, everything else a property, one inside another with a point between their names (<c>severitydata.severity</c>,
/// <c>affectedcountries.0.iso2</c>).
/// </summary>
internal sealed class FeatureRecords : IRecordSource
{
    public const string Id = "id";
    public const string Latitude = "geometry.lat";
    public const string Longitude = "geometry.lon";
    public const string GeometryType = "geometry.type";

    public async IAsyncEnumerable<FoundRecord> ReadAsync(TextFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var features = new FeatureReader<FoundRecord>(Find);
        await foreach (var found in features.ReadAsync(file.OpenUtf8(), cancellationToken))
        {
            yield return found;
        }
    }

    private static FoundRecord Find(JsonElement feature, long line)
    {
        try
        {
            return feature.ValueKind == JsonValueKind.Object
                && feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
                ? new FoundRecord(new FeatureRecord(line, Values(feature, properties)), default)
                : Rejected(line, RowRejectedException.Invalid("is no feature with properties"));
        }
        catch (InvalidOperationException)
        {
            return Rejected(line, new RowRejectedException(GeoJsonReport.NotUnicode));
        }
    }

    private static FoundRecord Rejected(long line, RowRejectedException rejected) =>
        new(null, new ImportedRow(line, null, null, rejected.Fault));

    private static Dictionary<string, string> Values(JsonElement feature, JsonElement properties)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (feature.TryGetProperty("id", out var id))
        {
            Add(values, Id, id);
        }

        if (feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object)
        {
            AddGeometry(values, geometry);
        }

        foreach (var property in properties.EnumerateObject())
        {
            Add(values, property.Name, property.Value);
        }

        return values;
    }

    private static void AddGeometry(Dictionary<string, string> values, JsonElement geometry)
    {
        if (!geometry.TryGetProperty("type", out var type))
        {
            return;
        }

        Add(values, GeometryType, type);
        if (type.ValueEquals("Point") && geometry.TryGetProperty("coordinates", out var at) && at.ValueKind == JsonValueKind.Array
            && at.GetArrayLength() >= 2)
        {
            Add(values, Longitude, at[0]);
            Add(values, Latitude, at[1]);
        }
    }

    private static void Add(Dictionary<string, string> values, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Add(values, $"{name}.{member.Name}", member.Value);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Add(values, $"{name}.{index++}", item);
                }

                break;
            case JsonValueKind.String:
                values.TryAdd(name, value.GetString()!);
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                values.TryAdd(name, value.GetRawText());
                break;
            default:
                break;
        }
    }

    private sealed class FeatureRecord(long line, Dictionary<string, string> values) : SourceRecord(line)
    {
        protected override string? Raw(string name) => values.GetValueOrDefault(name);
    }
}
