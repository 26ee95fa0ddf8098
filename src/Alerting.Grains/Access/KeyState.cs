using System.Text.Json;

namespace Alerting.Grains.Access;

/// <summary>The keys and sessions that the log amounts to. No clock: what is over is removed by what happens after it.</summary>
internal sealed class KeyState
{
    /// <summary>Open sessions of one key; one more ends the oldest.</summary>
    public const int MaxSessions = 50;

    private readonly SortedDictionary<string, StoredKey> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Grows with every change of what is valid, and not with use.</summary>
    public long Revision { get; private set; }

    public IReadOnlyCollection<StoredKey> Keys => _keys.Values;

    public StoredKey? Find(string id) => _keys.GetValueOrDefault(id);

    public bool HasSession(string hash) => _sessions.ContainsKey(hash);

    public StoredSession? Session(string hash) => _sessions.GetValueOrDefault(hash);

    /// <summary>Whether nobody could manage keys for good without this one.</summary>
    public bool IsLastAdmin(StoredKey key) =>
        key.IsUnlimitedAdmin && !_keys.Values.Any(other => other.Id != key.Id && other.IsUnlimitedAdmin);

    public KeyCatalog Catalog() => new(Revision, [.. _keys.Values], [.. _sessions.Values]);

    public void Apply(KeyEvent change)
    {
        switch (change)
        {
            case KeyCreated e:
                _keys[e.Key.Id] = e.Key;
                break;
            case KeyRevoked e:
                _keys.Remove(e.Id);
                EndSessions(session => session.KeyId == e.Id);
                break;
            case KeyRotated e when _keys.TryGetValue(e.Id, out var key):
                _keys[e.Id] = key with
                {
                    Hash = e.Hash,
                    Former = [.. key.Former.Append(new FormerHash(key.Hash, e.FormerUntil)).Where(former => former.Until > e.At)],
                    Version = key.Version + 1,
                };
                break;
            case KeysUsed e:
                foreach (var id in e.Ids.Where(_keys.ContainsKey))
                {
                    _keys[id] = _keys[id] with { LastUsedAt = e.At };
                }

                return;
            case SessionOpened e:
                Open(e.Session);
                break;
            case SessionEnded e:
                _sessions.Remove(e.Hash);
                break;
        }

        Revision++;
    }

    public byte[] Save() => JsonSerializer.SerializeToUtf8Bytes(
        new KeySnapshot(Revision, [.. _keys.Values], [.. _sessions.Values]), KeyJson.Default.KeySnapshot);

    public void Restore(ReadOnlySpan<byte> saved)
    {
        var snapshot = JsonSerializer.Deserialize(saved, KeyJson.Default.KeySnapshot)!;
        Revision = snapshot.Revision;
        foreach (var key in snapshot.Keys)
        {
            _keys[key.Id] = key;
        }

        foreach (var session in snapshot.Sessions)
        {
            _sessions[session.Hash] = session;
        }
    }

    private void Open(StoredSession session)
    {
        EndSessions(other => other.Until <= session.OpenedAt);
        var own = _sessions.Values.Where(other => other.KeyId == session.KeyId).OrderBy(static other => other.OpenedAt).ToList();
        foreach (var oldest in own.Take(own.Count + 1 - MaxSessions))
        {
            _sessions.Remove(oldest.Hash);
        }

        _sessions[session.Hash] = session;
    }

    private void EndSessions(Func<StoredSession, bool> which)
    {
        foreach (var session in _sessions.Values.Where(which).ToList())
        {
            _sessions.Remove(session.Hash);
        }
    }
}
