using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.Access;

/// <summary>Keeps the keys and sessions. A change is answered when it is durable; what is read is durable, too.</summary>
[Reentrant]
internal sealed class KeysGrain : EventSourcedGrain, IKeysGrain
{
    /// <summary>How old the stored instant of a key's last use may be: each is an entry of the log.</summary>
    private static readonly TimeSpan s_maxAgeOfUse = TimeSpan.FromHours(1);

    private readonly KeyCache _cache;
    private readonly int _max;
    private readonly KeyState _state = new();
    private readonly Dictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private List<KeyEvent> _batch = [];
    private KeyCatalog _sealed = new(0, [], []);
    private KeyCatalog _durable = new(0, [], []);

    public KeysGrain(IServiceProvider services, ILogger<KeysGrain> logger)
        : base(services, logger, LogOwners.Keys, isAudited: true)
    {
        _cache = services.GetRequiredService<KeyCache>();
        _max = services.GetRequiredService<IOptions<LimitOptions>>().Value.Keys;
    }

    public override bool HasOpenBatch => _batch.Count > 0;

    public Task<KeyCatalog?> GetAsync(long known) => Task.FromResult(known == _durable.Revision ? null : _durable);

    public async Task<bool> LookAsync()
    {
        var committed = Committed;
        var last = await Store.LastSequenceAsync(LogName, Stopping);
        if (last <= committed || HasOpenBatch || SealedSequence > committed || Committed != committed)
        {
            // While this activation writes, a foreign entry makes its own be refused, which ends it likewise.
            return false;
        }

        DeactivateOnIdle();
        return true;
    }

    public Task<IReadOnlyList<StoredKey>> ListAsync() => Task.FromResult<IReadOnlyList<StoredKey>>(
        [.. _durable.Keys.Select(key => _used.TryGetValue(key.Id, out var used) ? key with { LastUsedAt = used } : key)]);

    public async Task<KeyChange> CreateAsync(StoredKey key, Act by)
    {
        EnsureWritable();
        if (_state.Keys.Count >= _max && _state.Find(key.Id) is null)
        {
            await Commit();
            return new KeyChange(KeyChangeOutcome.LimitReached, null);
        }

        // The same key again is a call that was repeated because its answer was lost.
        if (_state.Find(key.Id) is null)
        {
            Raise(new KeyCreated(key, by.Actor));
            Record(KeyRecords.Of(by, Clock.GetUtcNow(), AuditActions.KeyCreated, null, key));
        }

        await CommitActAsync(by);
        return new KeyChange(KeyChangeOutcome.Done, key);
    }

    public async Task<KeyChange> RevokeAsync(string id, int? expected, Act by)
    {
        EnsureWritable();
        var key = _state.Find(id);
        var outcome = key is null ? KeyChangeOutcome.NotFound
            : expected is { } version && version != key.Version ? KeyChangeOutcome.Conflict
            : _state.IsLastAdmin(key) ? KeyChangeOutcome.LastAdmin
            : KeyChangeOutcome.Done;
        if (outcome == KeyChangeOutcome.Done)
        {
            var now = Clock.GetUtcNow();
            Raise(new KeyRevoked(id, now, by.Actor));
            Record(KeyRecords.Of(by, now, AuditActions.KeyRevoked, key, null));
        }

        await CommitActAsync(by);
        return new KeyChange(outcome, key);
    }

    public async Task<KeyChange> RotateAsync(string id, string hash, TimeSpan grace, Act by)
    {
        EnsureWritable();
        if (_state.Find(id) is not { } key)
        {
            await Commit();
            return new KeyChange(KeyChangeOutcome.NotFound, null);
        }

        if (key.Hash != hash)
        {
            var now = Clock.GetUtcNow();
            Raise(new KeyRotated(id, hash, now + grace, now, by.Actor));
            Record(KeyRecords.Of(by, now, AuditActions.KeyRotated, key, _state.Find(id)));
        }

        await CommitActAsync(by);
        return new KeyChange(KeyChangeOutcome.Done, _state.Find(id));
    }

    public async Task UsedAsync(IReadOnlyList<string> ids)
    {
        var now = Clock.GetUtcNow();
        var stale = new List<string>();
        foreach (var id in ids)
        {
            if (_state.Find(id) is { } key)
            {
                _used[id] = now;
                if (key.LastUsedAt is not { } stored || now - stored >= s_maxAgeOfUse)
                {
                    stale.Add(id);
                }
            }
        }

        if (stale.Count > 0 && CanWrite)
        {
            EnsureWritable();
            Raise(new KeysUsed(stale, now));
            await Commit();
        }
    }

    public async Task<KeyChange> OpenSessionAsync(StoredSession session, Act? by)
    {
        EnsureWritable();
        var key = session.Standing ?? _state.Find(session.KeyId);
        if (key is not null && !_state.HasSession(session.Hash))
        {
            Raise(new SessionOpened(session));
            Record(KeyRecords.OfSession(by ?? Act.Named(key.Name, null), session.OpenedAt, AuditActions.SessionOpened, session));
        }

        await CommitActAsync(by);
        return new KeyChange(key is null ? KeyChangeOutcome.NotFound : KeyChangeOutcome.Done, key);
    }

    public async Task EndSessionAsync(string hash, Act? by)
    {
        EnsureWritable();
        if (_state.Session(hash) is { } session)
        {
            var now = Clock.GetUtcNow();
            Raise(new SessionEnded(hash, now));
            Record(KeyRecords.OfSession(by ?? Act.Named("", null), now, AuditActions.SessionEnded, session));
        }

        await CommitActAsync(by);
    }

    public override void OnCommitted(long sequence)
    {
        _durable = _sealed;
        _cache.Changed();
    }

    public override ValueTask<bool> RestoreAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken)
    {
        _state.Restore(snapshot.Span);
        return ValueTask.FromResult(true);
    }

    public override ValueTask ReplayAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        KeyJson.Read(entry.Payload.Span).ForEach(_state.Apply);
        return ValueTask.CompletedTask;
    }

    public override LogSnapshot Save() => new(SealedSequence, _state.Save());

    public override ReadOnlyMemory<byte> Seal()
    {
        var bytes = KeyJson.Write(_batch);
        _batch = [];
        _sealed = _state.Catalog();
        return bytes;
    }

    public override long? WakeAt() => HasOpenBatch ? WallNow : null;

    protected override Task RecoveredAsync(CancellationToken cancellationToken)
    {
        _durable = _state.Catalog();
        return Task.CompletedTask;
    }

    private void Raise(KeyEvent change)
    {
        _state.Apply(change);
        _batch.Add(change);
    }
}
