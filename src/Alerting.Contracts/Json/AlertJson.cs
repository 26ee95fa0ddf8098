using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Json;

/// <summary>How alerts and thresholds look in JSON, wherever they stand: in the API, in webhooks, in logs.</summary>
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(IReadOnlyList<Alert>))]
[JsonSerializable(typeof(Threshold))]
[JsonSerializable(typeof(ThresholdVersion))]
[JsonSerializable(typeof(IReadOnlyList<ThresholdVersion>))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(InstantJsonConverter),
        typeof(KebabCaseEnumConverter<AlertChange>),
        typeof(KebabCaseEnumConverter<AlertStatus>),
        typeof(KebabCaseEnumConverter<Severity>),
        typeof(KebabCaseEnumConverter<Measure>),
        typeof(KebabCaseEnumConverter<Depth>),
        typeof(KebabCaseEnumConverter<Counting>),
        typeof(KebabCaseEnumConverter<DoubtReason>),
        typeof(KebabCaseEnumConverter<Family>),
    ])]
public sealed partial class AlertJson : JsonSerializerContext
{
    private static AlertJson? s_wire;

    /// <summary>The context to use: names are written as they are, "Al Anbār" and not an escape sequence.</summary>
    public static AlertJson Wire => s_wire ??= new AlertJson(
        new JsonSerializerOptions(Default.GeneratedSerializerOptions!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
