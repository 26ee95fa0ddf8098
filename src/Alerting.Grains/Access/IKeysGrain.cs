using Alerting.Grains.Audit;
using Orleans.Concurrency;

namespace Alerting.Grains.Access;

/// <summary>All keys and the sessions that they opened; the only writer of their log. The key is <see cref="Key"/>.</summary>
[Alias("alerting.IKeysGrain")]
public interface IKeysGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "keys";

    /// <summary>What is valid; null when nothing changed since <paramref name="known"/>.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<KeyCatalog?> GetAsync(long known);

    /// <summary>
    /// Looks whether a command on the machine has added a key to the log; then the activation ends, and the next one knows it.
    /// </summary>
    /// <returns>Whether it has.</returns>
    [Alias("Look"), AlwaysInterleave]
    Task<bool> LookAsync();

    /// <summary>The keys in the order in which they were created, with when each was used last.</summary>
    [Alias("List"), AlwaysInterleave]
    Task<IReadOnlyList<StoredKey>> ListAsync();

    [Alias("Create"), AlwaysInterleave]
    Task<KeyChange> CreateAsync(StoredKey key, Act by);

    /// <param name="expected">The <see cref="StoredKey.Version"/> that must be there; null: any.</param>
    [Alias("Revoke"), AlwaysInterleave]
    Task<KeyChange> RevokeAsync(string id, int? expected, Act by);

    /// <summary>Gives a key another hash; the one it had stays valid for the grace.</summary>
    [Alias("Rotate"), AlwaysInterleave]
    Task<KeyChange> RotateAsync(string id, string hash, TimeSpan grace, Act by);

    /// <summary>Keys with these ids were shown since the last call.</summary>
    [Alias("Used"), AlwaysInterleave]
    Task UsedAsync(IReadOnlyList<string> ids);

    /// <summary>Opens a session; its key must be there, unless it is that of a person.</summary>
    [Alias("OpenSession"), AlwaysInterleave]
    Task<KeyChange> OpenSessionAsync(StoredSession session, Act? by = null);

    /// <summary>Ends a session, if it is open.</summary>
    [Alias("EndSession"), AlwaysInterleave]
    Task EndSessionAsync(string hash, Act? by = null);
}

/// <param name="Revision">Grows with every change.</param>
[GenerateSerializer, Immutable, Alias("alerting.KeyCatalog")]
public sealed record KeyCatalog(
    [property: Id(0)] long Revision,
    [property: Id(1)] IReadOnlyList<StoredKey> Keys,
    [property: Id(2)] IReadOnlyList<StoredSession> Sessions);

/// <param name="Key">The key as it is now; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("alerting.KeyChange")]
public sealed record KeyChange([property: Id(0)] KeyChangeOutcome Outcome, [property: Id(1)] StoredKey? Key);

public enum KeyChangeOutcome : byte
{
    Done = 0,

    NotFound = 1,

    /// <summary>Another version than the expected one is there.</summary>
    Conflict = 2,

    /// <summary>Without the key nobody could manage keys for good.</summary>
    LastAdmin = 3,

    /// <summary>The limit of keys is reached.</summary>
    LimitReached = 4,
}
