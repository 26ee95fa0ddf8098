using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Regions;

/// <summary>
/// Stores what the snapshots of a region refer to: archived incidents in blocks, which are read when a correction, a
/// late report or a reader needs them; and the other incidents in parts, which a snapshot shares with the previous
/// one as long as they do not change. All of it is in the log as well.
/// </summary>
internal sealed class RegionArchive(RegionEngine engine, string code, ILogStore store, AlertingMetrics metrics) : ISnapshotParts
{
    private const int MaxUnstoredBytes = 4 << 20;
    private const int ArchiveEvery = 8;
    private const int MaxAtOnce = 4;

    private readonly OrphanedParts _orphans = new(code, store);
    private IReadOnlyList<StoredPart> _storing = [];

    /// <summary>
    /// Names to which no later snapshot refers, while the stored one may. Each snapshot contains them for the next
    /// activation.
    /// </summary>
    private List<string> _obsolete = [];

    /// <summary>Names that can be removed once the current snapshot is stored.</summary>
    private readonly List<string> _removing = [];
    private int _untilArchive = ArchiveEvery;
    private long _unstoredBytes;
    private long _sequence;

    /// <summary>Whether the next snapshot would free much memory, or lets blocks be removed from the store.</summary>
    public bool WantsSnapshot => _unstoredBytes >= MaxUnstoredBytes || engine.Archive.HasForgotten;

    /// <summary>To be called between inputs, after each batch.</summary>
    public void ArchiveIfDue()
    {
        if (--_untilArchive <= 0)
        {
            Archive();
        }
    }

    /// <summary>To be called between inputs.</summary>
    public void Archive()
    {
        _untilArchive = ArchiveEvery;
        if (engine.Archive.Archive(ArchiveRules.Default) is > 0 and var incidents)
        {
            metrics.Archived(incidents);
            _unstoredBytes = engine.Archive.Blocks.Sum(static b => (long)(b.Content?.Length ?? 0));
        }
    }

    /// <summary>Begins a snapshot.</summary>
    public PreparedSnapshot Prepare()
    {
        // A new name each time, since another activation may store the same part.
        var snapshot = engine.Snapshot.Prepare(part => OrphanedParts.NewName(code, isBlock: part is ArchiveBlock));
        _storing = snapshot.Unstored;

        // An activation that is about to end may store its snapshot after the next activation has read the previous
        // one, and their parts differ although they apply the same entries. So parts are removed one snapshot later
        // than they could be.
        _removing.AddRange(_obsolete);
        _removing.AddRange(engine.Archive.TakeForgotten());
        _obsolete = [.. snapshot.Replaced];
        _orphans.Saving(snapshot, _obsolete);
        return snapshot;
    }

    public void Save(WireWriter writer)
    {
        writer.Unsigned((ulong)_obsolete.Count);
        foreach (var name in _obsolete)
        {
            writer.Unique(name);
        }
    }

    public void Restore(WireReader reader)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            _obsolete.Add(reader.Unique());
        }
    }

    /// <summary>Stores what the latest snapshot refers to and is not stored yet.</summary>
    /// <returns>Bytes that a later snapshot may have to store again. Blocks do not count: each is stored
    /// once.</returns>
    public async Task<long> StoreAsync(long sequence)
    {
        _sequence = sequence;
        await EachAsync(_storing, part => store.SaveSnapshotAsync(part.Name!, sequence, part.Content!.Value, CancellationToken.None));
        return _storing.OfType<SnapshotPart>().Sum(static p => (long)p.Content!.Value.Length);
    }

    /// <summary>The latest snapshot is stored.</summary>
    public async Task StoredAsync()
    {
        foreach (var part in _storing)
        {
            part.Release();
        }

        _storing = [];
        _unstoredBytes = 0;
        _removing.AddRange(await _orphans.FindAsync(_sequence, CancellationToken.None));
        await EachAsync(_removing, name => store.RemoveSnapshotAsync(name, CancellationToken.None));
        _removing.Clear();
    }

    /// <summary>Reads the content of a part of the snapshot.</summary>
    /// <exception cref="SnapshotIncompleteException">The part is missing.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(SnapshotPart part, CancellationToken cancellationToken)
    {
        var stored = await store.ReadSnapshotAsync(part.Name!, cancellationToken);
        return stored?.State ?? throw new SnapshotIncompleteException($"Part '{part.Name}' is not stored.");
    }

    /// <summary>Restores blocks. Others may be archived during the read, so ask again what an input needs before it is applied.</summary>
    public async ValueTask RestoreAsync(IReadOnlyList<ArchiveBlock> blocks, CancellationToken cancellationToken)
    {
        foreach (var block in blocks)
        {
            if (await ReadAsync(block, cancellationToken) is not { } content || !engine.Archive.Restore(block, content))
            {
                continue;
            }

            metrics.Restored();
            if (block.Name is { } name)
            {
                _obsolete.Add(name);
            }
        }
    }

    /// <summary>Reads the content of a block; null when it was restored meanwhile.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(ArchiveBlock block, CancellationToken cancellationToken)
    {
        if (block.Content is { } content)
        {
            return content;
        }

        var stored = await store.ReadSnapshotAsync(block.Name!, cancellationToken);
        return stored is { State.IsEmpty: false } ? stored.State
            : engine.Archive.Blocks.Contains(block) ? throw new InvalidDataException($"Block '{block.Name}' is not stored.")
            : null;
    }

    /// <summary>
    /// Runs on other threads, since the grain may be busy as long as one of the items takes. No list of this type changes
    /// while a snapshot is being saved.
    /// </summary>
    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> work) => Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce },
        async (item, _) => await work(item).ConfigureAwait(false));
}
