using System.Text.Json;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Json;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Reports;

/// <summary>
/// Reads reports from JSON by the rules of the contract. Lengths are Unicode code points, as in JSON Schema. Faults
/// are returned and not thrown, whatever the text is. Safe for concurrent use.
/// </summary>
/// <param name="regions">The regions that a report may state.</param>
/// <param name="kinds">The kinds that it may state.</param>
/// <param name="boundaries">By which the region of a report that states none is found; null: each must state it.</param>
public sealed class ReportParser(RegionCatalog regions, KindCatalog kinds, RegionBoundaries? boundaries = null)
{
    private readonly ReportTexts _texts = new(regions, kinds, boundaries);

    /// <summary>Reads one report: the whole of <paramref name="utf8"/>.</summary>
    /// <param name="rules">What depends on the moment and the occasion.</param>
    /// <param name="origin">Where the text lies in its body, for the position that a fault of malformed JSON names.</param>
    public ParsedReport Parse(ReadOnlySpan<byte> utf8, in ReportRules rules, JsonOrigin origin = default)
    {
        if (MalformedJson.IfNotDecodable(utf8, origin) is { } noText)
        {
            return new ParsedReport(null, noText, null);
        }

        var reader = new ReportReader(utf8, _texts, rules);
        try
        {
            var fault = reader.Read();
            return fault is null ? reader.ToReport() : Refused(utf8, fault);
        }
        catch (JsonException malformed)
        {
            return new ParsedReport(null, MalformedJson.From(malformed, utf8, origin), null);
        }
        finally
        {
            reader.Dispose();
        }
    }

    /// <summary>
    /// Reads on after the first fault: a text that is not JSON is refused as that, whatever else is wrong, and the
    /// answer should name the report's id wherever it stands.
    /// </summary>
    private static ParsedReport Refused(ReadOnlySpan<byte> utf8, Fault fault)
    {
        var json = new Utf8JsonReader(utf8);
        string? reportId = null;
        while (json.Read())
        {
            if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("reportId"u8)
                && json.Read() && json.TokenType == JsonTokenType.String
                && !json.ValueIsEscaped && json.ValueSpan.Length is >= 1 and <= ReportBody.MaxId)
            {
                reportId = json.GetString();
            }
        }

        return new ParsedReport(null, fault, reportId);
    }
}
