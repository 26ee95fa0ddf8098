using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Alerting.Json;
using Alerting.Subscriptions;

namespace Alerting.OnCall;

/// <summary>A contact to make, or to replace.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ContactBody
{
    /// <summary>As in the address, if stated.</summary>
    [RegularExpression(Slug.Pattern)]
    public string? Id { get; init; }

    /// <summary>As people know it.</summary>
    [Line(200)]
    public required string Name { get; init; }

    /// <summary>
    /// One or more; a call goes to all of them at once. A secret that is left out stays what it was, where it is clear which channel
    /// of the contact is meant: the one that is shown just so, or the only one of that type.
    /// </summary>
    [Items(Contact.MaxChannels)]
    public required IReadOnlyList<ChannelBody> Channels { get; init; }

    /// <summary>Codes, each with its subtree: who may access them sees it; "*" or none: all that the caller may access.</summary>
    [Items(Contact.MaxNamed)]
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? Version { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedAt { get; init; }

    /// <summary>As GET shows it; passed over.</summary>
    public object? ChangedBy { get; init; }
}
