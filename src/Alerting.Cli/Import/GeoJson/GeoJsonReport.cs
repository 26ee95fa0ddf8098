using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Cli.Import.Dates;
using Alerting.Cli.Import.Regions;
using Alerting.Reports;

namespace Alerting.Cli.Import.GeoJson;

/// <summary>
/// Makes a report of a feature: its properties are named as the members of a report, its point is the location. What
/// they may be is left to the reader of reports, which names an unknown one and the nearest known.
/// </summary>
internal sealed class GeoJsonReport(ImportOptions options, IRegionFinder regions)
{
    private static readonly DateReader s_dates = new(null, DateTime.MaxValue.Year);

    public static Fault NotUnicode { get; } = new(FaultTypes.InvalidField, "holds text that is no Unicode");

    public ImportedRow Map(JsonElement feature, long line)
    {
        string? id = null;
        try
        {
            id = IdOf(feature);
            var report = Read(feature, id, out var region);
            return new ImportedRow(line, id, report, null) { Region = region };
        }
        catch (RowRejectedException rejected)
        {
            return new ImportedRow(line, id, null, rejected.Fault);
        }
        catch (InvalidOperationException)
        {
            return new ImportedRow(line, id, null, NotUnicode);
        }
    }

    private JsonObject Read(JsonElement feature, string? id, out RegionBasis? region)
    {
        if (!TryObject(feature, "properties", out var properties))
        {
            throw RowRejectedException.Invalid("is no feature with properties");
        }

        // First, as in all formats, so that lines sorted as text are sorted by time.
        var report = new JsonObject { ["occurredAt"] = null };
        foreach (var property in properties.EnumerateObject())
        {
            // Programs for maps write every property of every feature, null where it has none.
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (report[property.Name] is not null)
            {
                throw RowRejectedException.Invalid($"{property.Name} is stated twice");
            }

            report[property.Name] = Value(property);
        }

        if (report["occurredAt"] is null)
        {
            report.Remove("occurredAt");
        }

        Complete(report, feature, id);
        region = Place(report, feature);
        return report;
    }

    private static JsonNode? Value(JsonProperty property) => property.Name switch
    {
        "occurredAt" when Text(property.Value) is { } text => OccurredAt(text),
        _ => Kept(property.Value.Clone()),
    };

    private static JsonNode? Kept(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };

    private void Complete(JsonObject report, JsonElement feature, string? id)
    {
        if (report["reportId"] is null)
        {
            report["reportId"] = id ?? throw RowRejectedException.Missing(
                "reportId is required, as a property or as the id of the feature: without it a second import would be news");
        }

        if (report["source"] is null)
        {
            report["source"] = options.Source ?? throw RowRejectedException.Missing("source is required, as a property or as --source");
        }

        if (options.Revision is { } revision && report["revision"] is null)
        {
            report["revision"] = revision;
        }

        report["grade"] ??= (options.Grade ?? ImportOptions.DefaultGrade).ToString();
        report["incidentId"] ??= $"{Shown(report["source"])}:{Shown(report["reportId"])}";
        if (PointOf(feature) is { } point)
        {
            report["location"] = report["location"] is null
                ? new JsonObject { ["lat"] = point.Lat, ["lon"] = point.Lon }
                : throw RowRejectedException.Invalid("location is the geometry's to state, not a property's");
        }
    }

    /// <summary>A region that is no text is left to the reader of reports.</summary>
    private RegionBasis? Place(JsonObject report, JsonElement feature)
    {
        var stated = report["region"];
        if (stated is not null && stated.GetValueKind() != JsonValueKind.String)
        {
            return null;
        }

        var found = regions.Find(new PlaceHints
        {
            Names = PlaceHints.NamesOf(stated?.GetValue<string>()),
            Point = PointOf(feature),
        });
        report["region"] = found.Code;
        return found.Basis;
    }

    private static string OccurredAt(string text) =>
        Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant) ? Instants.Format(instant)
        : s_dates.TryRead(text, out var time) ? Instants.Format(time.At)
        : text;

    private static Location? PointOf(JsonElement feature)
    {
        // A feature may be without a place.
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return geometry.ValueKind == JsonValueKind.Object
            && geometry.TryGetProperty("type", out var type) && Text(type) == "Point"
            && geometry.TryGetProperty("coordinates", out var position) && position.ValueKind == JsonValueKind.Array
            && position.GetArrayLength() >= 2
            && position[0].ValueKind == JsonValueKind.Number && position[1].ValueKind == JsonValueKind.Number
            ? new Location(position[1].GetDouble(), position[0].GetDouble())
            : throw RowRejectedException.Invalid("geometry is no Point with longitude and latitude");
    }

    private static string? IdOf(JsonElement feature)
    {
        if (TryObject(feature, "properties", out var properties)
            && properties.TryGetProperty("reportId", out var reportId) && Text(reportId) is { } stated)
        {
            return stated;
        }

        return feature.ValueKind == JsonValueKind.Object
            && feature.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? Text(id) ?? id.GetRawText()
            : null;
    }

    private static bool TryObject(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object
            && parent.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.Object;
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Shown(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
}
