using Alerting.Access;

namespace Alerting.Grains.Access;

/// <summary>
/// A key as it is stored: never the key itself, only its SHA-256. A key is 256 random bits, so nobody can find it by trying
/// keys against the hash, however fast; salt and stretching protect what people choose, and would only slow requests down.
/// </summary>
[GenerateSerializer, Immutable, Alias("alerting.StoredKey")]
public sealed record StoredKey
{
    /// <summary>A ULID; keys sort by when they were created.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Name { get; init; }

    /// <summary>SHA-256 of the key, hexadecimal.</summary>
    [Id(2)] public required string Hash { get; init; }

    [Id(3)] public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>Codes of the regions to whose subtrees the key is limited; empty: all.</summary>
    [Id(4)] public required IReadOnlyList<string> Regions { get; init; }

    [Id(5)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Name of the subject that created it. Not kept of keys of before there was a choice.</summary>
    [Id(6)] public string CreatedBy { get => field ?? Actor.System.Name; init; }

    [Id(7)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What it was before it was rotated, while that is still valid.</summary>
    [Id(8)] public IReadOnlyList<FormerHash> Former { get => field ?? []; init; }

    /// <summary>When it was last shown, as far as is known; null: never.</summary>
    [Id(9)] public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Grows with each rotation.</summary>
    [Id(10)] public int Version { get; init; } = 1;

    /// <summary>Whether it opens everything for ever: one such key there must always be.</summary>
    public bool IsUnlimitedAdmin => Roles.Contains(Role.Admin) && Regions.Count == 0 && ExpiresAt is null;

    public KeyView View() => Show(new KeyView
    {
        Id = Id,
        Name = Name,
        Roles = Roles,
        Regions = Regions,
        CreatedAt = CreatedAt,
        CreatedBy = CreatedBy,
    });

    /// <param name="secret">The key itself.</param>
    public IssuedKey Issue(string secret) => Show(new IssuedKey
    {
        Id = Id,
        Name = Name,
        Roles = Roles,
        Regions = Regions,
        CreatedAt = CreatedAt,
        CreatedBy = CreatedBy,
        Key = secret,
    });

    private T Show<T>(T view)
        where T : KeyView => (T)(view with
        {
            ExpiresAt = ExpiresAt,
            LastUsedAt = LastUsedAt,
            FormerUntil = Former.Count > 0 ? Former.Max(static former => former.Until) : null,
        });
}

/// <param name="Hash">As of the key itself.</param>
/// <param name="Until">From when on it is not valid any more.</param>
[GenerateSerializer, Immutable, Alias("alerting.FormerHash")]
public sealed record FormerHash([property: Id(0)] string Hash, [property: Id(1)] DateTimeOffset Until);

/// <summary>A session of the console that a key opened, with which it ends at the latest, or a person whom an issuer knows.</summary>
/// <param name="Hash">SHA-256 of what the cookie holds, hexadecimal.</param>
/// <param name="KeyId">Of the key, or of the person.</param>
/// <param name="Person">What the person may do, as the issuer said at the sign-in; null of one that a key opened.</param>
[GenerateSerializer, Immutable, Alias("alerting.StoredSession")]
public sealed record StoredSession(
    [property: Id(0)] string Hash,
    [property: Id(1)] string KeyId,
    [property: Id(2)] DateTimeOffset OpenedAt,
    [property: Id(3)] DateTimeOffset Until,
    [property: Id(4)] StoredPerson? Person = null)
{
    /// <summary>Whose rights the session has where there is no key of that id.</summary>
    public StoredKey? Standing => Person is null ? null : new StoredKey
    {
        Id = KeyId,
        Name = Person.Name,
        Hash = Hash,
        Roles = Person.Roles,
        Regions = Person.Regions,
        CreatedAt = OpenedAt,
        ExpiresAt = Until,
    };
}

/// <summary>A person without a key.</summary>
/// <param name="Name">For people.</param>
/// <param name="Roles">At least one.</param>
/// <param name="Regions">Codes of the regions to whose subtrees the person is limited; empty: all.</param>
[GenerateSerializer, Immutable, Alias("alerting.StoredPerson")]
public sealed record StoredPerson(
    [property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<Role> Roles, [property: Id(2)] IReadOnlyList<string> Regions);
