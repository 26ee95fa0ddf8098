using System.Collections.Frozen;

namespace Alerting.Grains.Access;

/// <summary>Something that can be shown: a key, what it was before its rotation, or a session that it opened.</summary>
/// <param name="Hash">Of what is shown.</param>
/// <param name="Until">From when on it is not valid any more; null: it stays valid.</param>
/// <param name="IsSession">Whether it is a session of the console.</param>
public sealed record Credential(string Hash, StoredKey Key, DateTimeOffset? Until, bool IsSession)
{
    public bool IsValidAt(DateTimeOffset now) => Until is not { } until || now < until;
}

/// <summary>What is valid, as of one revision of the keys. Immutable.</summary>
public sealed class KeyIndex
{
    private readonly FrozenDictionary<string, Credential> _byHash;
    private readonly FrozenDictionary<string, StoredKey> _byId;

    internal KeyIndex(KeyCatalog catalog)
    {
        Revision = catalog.Revision;
        _byId = catalog.Keys.ToFrozenDictionary(static key => key.Id, StringComparer.Ordinal);
        _byHash = Credentials(catalog).DistinctBy(static shown => shown.Hash)
            .ToFrozenDictionary(static shown => shown.Hash, StringComparer.Ordinal);
    }

    public static KeyIndex Empty { get; } = new(new KeyCatalog(-1, [], []));

    /// <summary>Differs whenever what is valid does.</summary>
    public long Revision { get; }

    /// <summary>Whether there is a key at all.</summary>
    public bool IsEmpty => _byId.Count == 0;

    public Credential? Find(string hash) => _byHash.GetValueOrDefault(hash);

    /// <summary>The key with this id, expired or not; null when it was revoked, or never was.</summary>
    public StoredKey? Key(string id) => _byId.GetValueOrDefault(id);

    private IEnumerable<Credential> Credentials(KeyCatalog catalog)
    {
        foreach (var key in catalog.Keys)
        {
            yield return new Credential(key.Hash, key, key.ExpiresAt, IsSession: false);
            foreach (var former in key.Former)
            {
                yield return new Credential(former.Hash, key, Earlier(former.Until, key.ExpiresAt), IsSession: false);
            }
        }

        foreach (var session in catalog.Sessions)
        {
            if ((session.Standing ?? _byId.GetValueOrDefault(session.KeyId)) is { } key)
            {
                yield return new Credential(session.Hash, key, Earlier(session.Until, key.ExpiresAt), IsSession: true);
            }
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other is { } end && end < one ? end : one;
}
