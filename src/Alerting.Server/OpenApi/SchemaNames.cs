using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Alerting.Escalations;
using Alerting.Inhibitions;
using Alerting.OnCall;
using Alerting.Places;
using Alerting.Server.Http;
using Alerting.Silences;
using Alerting.Thresholds;
using Microsoft.AspNetCore.OpenApi;

namespace Alerting.Server.OpenApi;

/// <summary>The names of types in the description: what they are for a client, and not how they are implemented.</summary>
internal static class SchemaNames
{
    private const string View = "View";

    /// <summary>What versions hold, which is not what is answered of the present one.</summary>
    private static readonly Dictionary<Type, string> s_versioned = new()
    {
        [typeof(Threshold)] = "ThresholdDefinition",
        [typeof(Place)] = "PlaceDefinition",
        [typeof(NameDecision)] = "NameDecisionDefinition",
        [typeof(Silence)] = "SilenceDefinition",
        [typeof(Inhibition)] = "InhibitionDefinition",
        [typeof(ContactDetails)] = "ContactDefinition",
        [typeof(OnCallSchedule)] = "ScheduleDefinition",
        [typeof(OnCallScheduleVersion)] = "ScheduleVersion",
        [typeof(EscalationPolicy)] = "PolicyDefinition",
        [typeof(EscalationPolicyVersion)] = "PolicyVersion",
    };

    private static readonly Type[] s_unnamed = [typeof(Duration), typeof(JsonObject)];

    /// <summary>The name of a schema of its own; null for a type that is described where it is used.</summary>
    public static string? Of(JsonTypeInfo type) =>
        s_unnamed.Contains(Nullable.GetUnderlyingType(type.Type) ?? type.Type) ? null
        : s_versioned.TryGetValue(type.Type, out var versioned) ? versioned
        : type.Type.IsGenericType && type.Type.GetGenericTypeDefinition() == typeof(Page<>)
            ? $"{Shortened(type.Type.GetGenericArguments()[0].Name)}Page"
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? Shortened(name)
        : null;

    private static string Shortened(string name) =>
        name.EndsWith(View, StringComparison.Ordinal) ? name[..^View.Length]
        : name;
}
