using Alerting.Engine.Archive;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Logs;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Regions;

/// <summary>
/// Stores what lies beside the snapshots of a region, which refer to it: the incidents that no window needs, in blocks
/// that are read when a correction, a late report or a reader asks for them, and the others in parts that a snapshot
/// takes over from the one before where nothing has changed. All of them are in the log as well.
/// </summary>
internal sealed class RegionArchive(RegionEngine engine, string code, ILogStore store, AlertingMetrics metrics) : ISnapshotParts
{
    private const int MaxUnstoredBytes = 4 << 20;
    private const int ArchiveEvery = 8;
    private const int MaxAtOnce = 4;

    private IReadOnlyList<StoredPart> _storing = [];

    /// <summary>Names that no later snapshot refers to, while the stored one may; each snapshot tells the next activation.</summary>
    private List<string> _obsolete = [];

    /// <summary>Names that the snapshot at hand is the first to do without, or that an earlier one was.</summary>
    private readonly List<string> _removing = [];
    private int _untilArchive = ArchiveEvery;
    private long _unstoredBytes;

    /// <summary>Whether much would leave memory with the next snapshot.</summary>
    public bool WantsSnapshot => _unstoredBytes >= MaxUnstoredBytes;

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
            metrics.PutAway(incidents);
            _unstoredBytes = engine.Archive.Blocks.Sum(static b => (long)(b.Content?.Length ?? 0));
        }
    }

    /// <summary>Begins a snapshot.</summary>
    public PreparedSnapshot Prepare()
    {
        // A name of its own for each: another activation may write the same.
        var snapshot = engine.Snapshot.Prepare(part => $"{(part is ArchiveBlock ? "cold" : "part")}/{code}/{Guid.NewGuid():N}");
        _storing = snapshot.Unstored;

        // Parts are not the same in two activations that apply the same entries, and one that is about to end may store
        // its snapshot after the next one has read the one before: that one's parts go a snapshot later.
        _removing.AddRange(_obsolete);
        _obsolete = [.. snapshot.Replaced];
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

    /// <summary>Stores what the snapshot taken last refers to and is not stored yet.</summary>
    /// <returns>Bytes that a later snapshot may have to store again: a block is stored once.</returns>
    public async Task<long> StoreAsync(long sequence)
    {
        await EachAsync(_storing, part => store.SaveSnapshotAsync(part.Name!, sequence, part.Content!.Value, CancellationToken.None));
        return _storing.OfType<SnapshotPart>().Sum(static p => (long)p.Content!.Value.Length);
    }

    /// <summary>The snapshot taken last is stored.</summary>
    public async Task StoredAsync()
    {
        foreach (var part in _storing)
        {
            part.Release();
        }

        _storing = [];
        _unstoredBytes = 0;
        await EachAsync(_removing, name => store.RemoveSnapshotAsync(name, CancellationToken.None));
        _removing.Clear();
    }

    /// <summary>The content of a part of the snapshot.</summary>
    /// <exception cref="SnapshotNotWholeException">It is missing.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(SnapshotPart part, CancellationToken cancellationToken)
    {
        var stored = await store.ReadSnapshotAsync(part.Name!, cancellationToken);
        return stored?.State ?? throw new SnapshotNotWholeException($"Part '{part.Name}' is not stored.");
    }

    /// <summary>
    /// Restores blocks. While they are read others may be archived: ask again what an input needs before it is applied.
    /// </summary>
    public async ValueTask RestoreAsync(IReadOnlyList<ArchiveBlock> blocks, CancellationToken cancellationToken)
    {
        foreach (var block in blocks)
        {
            if (await ReadAsync(block, cancellationToken) is not { } content || !engine.Archive.Restore(block, content))
            {
                continue;
            }

            metrics.BroughtBack();
            if (block.Name is { } name)
            {
                _obsolete.Add(name);
            }
        }
    }

    /// <summary>The content of a block; null when it was restored meanwhile.</summary>
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

    /// <summary>Beside the grain: it may be busy for as long as one of them takes, and no list here changes while a snapshot is saved.</summary>
    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> work) => Parallel.ForEachAsync(
        items,
        new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce },
        async (item, _) => await work(item).ConfigureAwait(false));
}
