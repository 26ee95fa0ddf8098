using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Access;
using Alerting.Json;

namespace Alerting.Grains.Audit;

/// <summary>What was done by whom, as it is stored beside the change and then in the audit log.</summary>
[GenerateSerializer, Immutable, Alias("alerting.AuditRecord")]
public sealed record AuditRecord
{
    [Id(0)] public required DateTimeOffset At { get; init; }

    [Id(1)] public required Actor Actor { get; init; }

    [Id(2)] public required string Action { get; init; }

    [Id(3)] public required string Target { get; init; }

    /// <summary>Code of the one region that it concerns; null: several, all or none.</summary>
    [Id(4)] public string? Region { get; init; }

    /// <summary>JSON without secrets; null: nothing was there.</summary>
    [Id(5), JsonConverter(typeof(RawJsonConverter))] public string? Before { get; init; }

    /// <summary>JSON without secrets; null: nothing is there any more.</summary>
    [Id(6), JsonConverter(typeof(RawJsonConverter))] public string? After { get; init; }

    [Id(7)] public string? Reason { get; init; }

    [Id(8)] public string? Address { get; init; }

    [Id(9)] public string? RequestId { get; init; }

    /// <summary>A record of an act.</summary>
    /// <param name="before">JSON, see <see cref="AuditValue"/>.</param>
    /// <param name="after">Likewise.</param>
    public static AuditRecord Of(
        Act act, DateTimeOffset at, string action, string target, string? region, string? before, string? after) => new()
        {
            At = at,
            Actor = act.Actor,
            Action = action,
            Target = target,
            Region = region,
            Before = before,
            After = after,
            Reason = act.Reason,
            Address = act.Address,
            RequestId = act.RequestId,
        };
}

/// <summary>Writes a text that is JSON already as what it is.</summary>
internal sealed class RawJsonConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value, skipInputValidation: true);
}

[JsonSerializable(typeof(List<AuditRecord>))]
[JsonSerializable(typeof(AuditRecord))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantJsonConverter), typeof(KebabCaseEnumConverter<SubjectKind>)])]
internal sealed partial class AuditJson : JsonSerializerContext;
