using Alerting.Subscriptions;

namespace Alerting.OnCall;

/// <summary>
/// A contact without the secrets of its channels, and which version of it this is. What is shown can be put: secrets stay.
/// </summary>
public sealed record ContactView
{
    /// <summary>a-z, 0-9 and -, 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>As people know it.</summary>
    public required string Name { get; init; }

    /// <summary>How it is called: by all of them at once.</summary>
    public required IReadOnlyList<ChannelView> Channels { get; init; }

    /// <summary>Codes, each with its subtree, of those who see and change it; empty: all.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Numbers go on after a delete.</summary>
    public required int Version { get; init; }

    /// <summary>When this version was put.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>The version as users see it.</summary>
    /// <param name="version">No deletion.</param>
    public static ContactView Of(ContactVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var contact = version.Definition!;
        return new()
        {
            Id = version.Id,
            Name = contact.Name,
            Channels = [.. contact.Channels.Select(ChannelView.Of)],
            Regions = contact.Regions,
            Version = version.Version,
            ChangedAt = version.At,
            ChangedBy = version.Author,
        };
    }
}

/// <summary>A version of a contact, without the secrets of its channels.</summary>
/// <param name="Id">Of the contact.</param>
/// <param name="Version">From 1.</param>
/// <param name="Definition">Null when this version is the deletion.</param>
/// <param name="At">When it was made.</param>
/// <param name="Author">By whom.</param>
public sealed record ContactVersionView(string Id, int Version, ContactDetails? Definition, DateTimeOffset At, string Author) : IVersioned
{
    bool IVersioned.IsDeletion => Definition is null;

    /// <summary>The version as users see it.</summary>
    public static ContactVersionView Of(ContactVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new(
            version.Id, version.Version, version.Definition is { } contact ? ContactDetails.Of(contact) : null, version.At, version.Author);
    }
}

/// <summary>What a contact was put as, without the secrets of its channels.</summary>
/// <param name="Name">As people know it.</param>
/// <param name="Channels">How it is called.</param>
/// <param name="Regions">Codes, each with its subtree; empty: all.</param>
public sealed record ContactDetails(string Name, IReadOnlyList<ChannelView> Channels, IReadOnlyList<string> Regions)
{
    /// <summary>The contact as users see it.</summary>
    public static ContactDetails Of(Contact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return new(contact.Name, [.. contact.Channels.Select(ChannelView.Of)], contact.Regions);
    }
}
