using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Json;

/// <summary>
/// The one definition of what an alert looks like as JSON: the API, the event stream and every channel write it through
/// <see cref="Wire"/>.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(InstantJsonConverter),
        typeof(KebabCaseEnumConverter<AlertChange>),
        typeof(KebabCaseEnumConverter<AlertStatus>),
        typeof(KebabCaseEnumConverter<Severity>),
        typeof(KebabCaseEnumConverter<Measure>),
    ])]
[JsonSerializable(typeof(Alert))]
public sealed partial class AlertJson : JsonSerializerContext
{
    private static readonly Lazy<AlertJson> s_wire = new(CreateWire);

    /// <summary>Names in any script stay readable, since the JSON is never embedded in HTML.</summary>
    public static AlertJson Wire => s_wire.Value;

    private static AlertJson CreateWire() =>
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
