using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Alerting.Json;
using Alerting.Notifications.Secrets;
using Alerting.OnCall;
using Alerting.Subscriptions;

namespace Alerting.Notifications.OnCall;

/// <summary>How the versions of contacts are stored: as JSON, with the settings of channels encrypted as those of subscriptions.</summary>
internal sealed class ContactFormat
{
    public ContactFormat(ISecretProtector secrets)
    {
        var options = new JsonSerializerOptions(ContactJson.Default.Options) { TypeInfoResolver = ContactJson.Default };
        options.Converters.Add(new SealedChannelConverter(secrets));
        Versions = (JsonTypeInfo<IReadOnlyList<ContactVersion>>)options.GetTypeInfo(typeof(IReadOnlyList<ContactVersion>));
    }

    public JsonTypeInfo<IReadOnlyList<ContactVersion>> Versions { get; }
}

/// <summary>To be used by way of <see cref="ContactFormat"/>, which encrypts what is secret.</summary>
[JsonSerializable(typeof(IReadOnlyList<ContactVersion>))]
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantJsonConverter), typeof(KebabCaseEnumConverter<WebhookFormat>)])]
internal sealed partial class ContactJson : JsonSerializerContext;
