using Alerting.Access;
using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Access;

/// <summary>
/// The log of the keys for a process whose silo does not run: one that starts, or a command on the machine. Whoever else
/// writes the log meanwhile is not disturbed: of two that append at the same place one is refused.
/// </summary>
public sealed class KeyLog(ILogStore store)
{
    /// <summary>The ids of all keys that were ever created.</summary>
    public async Task<IReadOnlySet<string>> IdsAsync(CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in store.ReadAsync(LogOwners.Keys, 1, cancellationToken))
        {
            ids.UnionWith(KeyJson.Read(entry.Content().Span).OfType<KeyCreated>().Select(static created => created.Key.Id));
        }

        return ids;
    }

    /// <summary>Adds the first key of an installation; false when there was one already.</summary>
    public Task<bool> TryAddFirstAsync(StoredKey key, CancellationToken cancellationToken) =>
        TryAddAsync(key, 1, cancellationToken);

    /// <summary>Adds a key to those that are there.</summary>
    public async Task AddAsync(StoredKey key, CancellationToken cancellationToken)
    {
        while (!await TryAddAsync(key, await store.LastSequenceAsync(LogOwners.Keys, cancellationToken) + 1, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<bool> TryAddAsync(StoredKey key, long sequence, CancellationToken cancellationToken)
    {
        var record = KeyRecords.Of(Act.OfSystem, key.CreatedAt, AuditActions.KeyCreated, null, key);
        var entry = AuditedEntry.Write([record], KeyJson.Write([new KeyCreated(key, Actor.System)]));

        // Due at once: the owner of the log is woken, and brings the record to the audit log.
        var batch = new LogBatch(Guid.NewGuid(), entry);
        var wakeAt = key.CreatedAt.UtcTicks;
        return await store.AppendAsync(LogOwners.Keys, sequence, batch, wakeAt, cancellationToken) == AppendResult.Stored;
    }
}
