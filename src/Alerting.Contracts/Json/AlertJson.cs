using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Inhibitions;
using Alerting.OnCall;
using Alerting.Places;
using Alerting.Reports;
using Alerting.Silences;
using Alerting.Thresholds;

namespace Alerting.Json;

/// <summary>How alerts and thresholds look in JSON, wherever they stand: in the API, in webhooks, in logs.</summary>
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(IReadOnlyList<Alert>))]
[JsonSerializable(typeof(Threshold))]
[JsonSerializable(typeof(ThresholdVersion))]
[JsonSerializable(typeof(IReadOnlyList<ThresholdVersion>))]
[JsonSerializable(typeof(IReadOnlyList<PlaceVersion>))]
[JsonSerializable(typeof(Silence))]
[JsonSerializable(typeof(IReadOnlyList<SilenceVersion>))]
[JsonSerializable(typeof(Inhibition))]
[JsonSerializable(typeof(IReadOnlyList<InhibitionVersion>))]
[JsonSerializable(typeof(OnCallSchedule))]
[JsonSerializable(typeof(IReadOnlyList<OnCallScheduleVersion>))]
[JsonSerializable(typeof(EscalationPolicy))]
[JsonSerializable(typeof(EscalationNote))]
[JsonSerializable(typeof(IReadOnlyList<EscalationPolicyVersion>))]
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
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
        typeof(KebabCaseEnumConverter<NameVerdict>),
        typeof(KebabCaseEnumConverter<Family>),
        typeof(KebabCaseEnumConverter<InhibitionPlace>),
        typeof(KebabCaseEnumConverter<EscalationMessage>),
        typeof(KebabCaseEnumConverter<DispositionValue>),
    ])]
public sealed partial class AlertJson : JsonSerializerContext
{
    private const string LinksName = "links";

    private static AlertJson? s_wire;
    private static JsonTypeInfo<Alert>? s_stored;

    /// <summary>The context to use: names are written as they are, "Al Anbār" and not an escape sequence.</summary>
    public static AlertJson Wire => s_wire ??= new AlertJson(
        new JsonSerializerOptions(Default.GeneratedSerializerOptions!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>An alert as logs keep it, see <see cref="LeaveOutLinks"/>.</summary>
    public static JsonTypeInfo<Alert> Stored =>
        s_stored ??= (JsonTypeInfo<Alert>)new JsonSerializerOptions(Wire.Options)
        {
            TypeInfoResolver = Default.WithAddedModifier(LeaveOutLinks),
        }.GetTypeInfo(typeof(Alert));

    /// <summary>Has alerts written without their links, which follow from the rest: logs need not keep them.</summary>
    public static void LeaveOutLinks(JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Type == typeof(Alert) && type.Properties.FirstOrDefault(static member => member.Name == LinksName) is { } links)
        {
            type.Properties.Remove(links);
        }
    }
}
