using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Server.Json;

/// <summary>
/// The JSON of the API: camel case, enumerations by <see cref="EnumNames"/>, instants as UTC RFC 3339, nulls written.
/// Use <see cref="AlertingJson.Options"/> (or a type info from it) rather than <c>Default</c>: it also writes names in
/// their own script.
/// </summary>
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(IReadOnlyList<Alert>))]
[JsonSerializable(typeof(Threshold))]
[JsonSerializable(typeof(IReadOnlyList<Threshold>))]
[JsonSerializable(typeof(ThresholdVersion))]
[JsonSerializable(typeof(IReadOnlyList<ThresholdVersion>))]
[JsonSerializable(typeof(Fault))]
[JsonSerializable(typeof(IReadOnlyList<Fault>))]
[JsonSerializable(typeof(Kind))]
[JsonSerializable(typeof(IReadOnlyList<Kind>))]
[JsonSerializable(typeof(Region))]
[JsonSerializable(typeof(IReadOnlyList<Region>))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(InstantJsonConverter),
        typeof(EnumNameJsonConverter<AlertChange>),
        typeof(EnumNameJsonConverter<AlertStatus>),
        typeof(EnumNameJsonConverter<Depth>),
        typeof(EnumNameJsonConverter<Family>),
        typeof(EnumNameJsonConverter<Measure>),
        typeof(EnumNameJsonConverter<Precision>),
        typeof(EnumNameJsonConverter<Severity>),
        typeof(EnumNameJsonConverter<ThreatLevel>),
    ])]
public sealed partial class AlertingJsonContext : JsonSerializerContext;

/// <summary>The options with which everything of the API is written and read.</summary>
public static class AlertingJson
{
    /// <summary>Read-only. Text is escaped as JSON needs it and no further: it is never embedded in HTML.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(AlertingJsonContext.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = AlertingJsonContext.Default,
        };
        options.MakeReadOnly();
        return options;
    }
}
