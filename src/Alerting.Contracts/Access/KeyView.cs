namespace Alerting.Access;

/// <summary>A key as administrators see it: without the key itself, which is not stored.</summary>
public record KeyView
{
    /// <summary>Stays the same when the key is rotated.</summary>
    public required string Id { get; init; }

    /// <summary>Who or what has it.</summary>
    public required string Name { get; init; }

    /// <summary>What it opens.</summary>
    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>Codes, each with its subtree, to which it is limited; empty: all.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Name of the subject that created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when on it opens nothing; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last shown, to a minute; after a restart to an hour. Null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Until when the key before the last rotation is valid beside this one; null where it is not.</summary>
    public DateTimeOffset? FormerUntil { get; init; }
}

/// <summary>A key that was just made, shown this once.</summary>
public sealed record IssuedKey : KeyView
{
    /// <summary>The key itself, <c>ak_</c> and 64 hexadecimal digits.</summary>
    public required string Key { get; init; }
}

/// <summary>What became of what a revoked key had.</summary>
/// <param name="Id">Of the key.</param>
/// <param name="Subscriptions">
/// Ids of the subscriptions that acted for it, and are disabled now; those that were handed over before are not among them.
/// </param>
public sealed record RevokedKey(string Id, IReadOnlyList<string> Subscriptions);
