using Alerting.Subscriptions;

namespace Alerting.OnCall;

/// <summary>Somebody who can be called, and how: a person, or a desk with a telephone.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Contact")]
public sealed record Contact : IRegional
{
    /// <summary>The most channels of a contact.</summary>
    public const int MaxChannels = 8;

    /// <summary>The most regions that a contact names.</summary>
    public const int MaxNamed = 1_000;

    /// <summary>As people know it, 1..200 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>1..8; a call goes to all of them at once.</summary>
    [Id(1)] public required IReadOnlyList<SubscriptionChannel> Channels { get; init; }

    /// <summary>Codes, each with its subtree: nobody without access to them sees or changes it; empty: all.</summary>
    [Id(2)] public IReadOnlyList<string> Regions { get => field ?? []; init; }
}

/// <summary>A version of a contact. Numbers go on after a delete.</summary>
/// <param name="Id">Of the contact.</param>
/// <param name="Version">From 1.</param>
/// <param name="Definition">Null when this version is the deletion.</param>
/// <param name="At">When it was made.</param>
/// <param name="Author">By whom.</param>
[GenerateSerializer, Immutable, Alias("alerting.ContactVersion")]
public sealed record ContactVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] Contact? Definition,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string Author) : IVersioned<Contact>
{
    bool IVersioned.IsDeletion => Definition is null;
}
