using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;

namespace Alerting.Subscriptions;

/// <summary>Texts of a subscription's own, in Liquid; a text that is absent is the one built in.</summary>
[GenerateSerializer, Immutable, Alias("alerting.MessageTemplate")]
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MessageTemplate
{
    /// <summary>The most characters of a title's template.</summary>
    public const int MaxTitle = 500;

    /// <summary>The most characters of a text's template.</summary>
    public const int MaxText = 4_000;

    /// <summary>One line that says it all.</summary>
    [Prose(MaxTitle)]
    [Id(0)] public string? Title { get; init; }

    /// <summary>The rest, of several lines.</summary>
    [Prose(MaxText)]
    [Id(1)] public string? Text { get; init; }
}
