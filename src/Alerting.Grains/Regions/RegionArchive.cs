using Alerting.Engine.Cold;
using Alerting.Engine.Regions;
using Alerting.Logs;

namespace Alerting.Grains.Regions;

/// <summary>
/// The incidents of a region that no window needs: stored in blocks beside its snapshots, which refer to them, and read
/// back when a correction, a late report or a reader asks for them. All of them are in the log as well.
/// </summary>
internal sealed class RegionArchive(RegionEngine engine, string code, ILogStore store, AlertingMetrics metrics)
{
    private const int MostUnstoredBytes = 4 << 20;
    private const int PutAwayEvery = 64;

    private List<ColdBlock> _storing = [];

    /// <summary>Names of blocks that the engine has back, while a stored snapshot may refer to them.</summary>
    private List<string> _obsolete = [];
    private List<string> _removing = [];
    private int _untilPutAway = PutAwayEvery;
    private long _unstoredBytes;

    /// <summary>Whether much would leave memory with the next snapshot.</summary>
    public bool WantsSnapshot => _unstoredBytes >= MostUnstoredBytes;

    /// <summary>To be called between inputs, after each batch.</summary>
    public void PutAwayIfDue()
    {
        if (--_untilPutAway <= 0)
        {
            PutAway();
        }
    }

    /// <summary>To be called between inputs.</summary>
    public void PutAway()
    {
        _untilPutAway = PutAwayEvery;
        if (engine.PutAway(ColdRules.Default) is > 0 and var incidents)
        {
            metrics.PutAway(incidents);
            _unstoredBytes = engine.ColdBlocks.Sum(static b => (long)(b.Content?.Length ?? 0));
        }
    }

    /// <summary>A snapshot is about to be taken: it refers to blocks by name.</summary>
    public void NameBlocks()
    {
        _storing = [.. engine.ColdBlocks.Where(static b => b.Content is not null)];
        foreach (var block in _storing)
        {
            if (block.Name is null)
            {
                // A name of its own: another activation may put away the same incidents.
                block.Call($"cold/{code}/{Guid.NewGuid():N}");
            }
        }

        (_removing, _obsolete) = (_obsolete, []);
    }

    /// <summary>Stores what the snapshot taken last refers to and is not stored yet.</summary>
    public async Task StoreAsync(long sequence)
    {
        foreach (var block in _storing)
        {
            if (block.Content is { } content)
            {
                await store.SaveSnapshotAsync(block.Name!, sequence, content, CancellationToken.None);
            }
        }
    }

    /// <summary>The snapshot taken last is stored.</summary>
    public async Task StoredAsync(long sequence)
    {
        foreach (var block in _storing)
        {
            block.Release();
        }

        _storing = [];
        _unstoredBytes = 0;
        foreach (var name in _removing)
        {
            await store.SaveSnapshotAsync(name, sequence, ReadOnlyMemory<byte>.Empty, CancellationToken.None);
        }

        _removing = [];
    }

    /// <summary>Brings blocks back. While they are read others may be put away: ask again what an input needs before it is applied.</summary>
    public async ValueTask BringBackAsync(IReadOnlyList<ColdBlock> blocks, CancellationToken cancellationToken)
    {
        foreach (var block in blocks)
        {
            if (await ReadAsync(block, cancellationToken) is not { } content || !engine.TakeBack(block, content))
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

    /// <summary>The content of a block; null when the engine has taken it back meanwhile.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(ColdBlock block, CancellationToken cancellationToken)
    {
        if (block.Content is { } content)
        {
            return content;
        }

        var stored = await store.ReadSnapshotAsync(block.Name!, cancellationToken);
        return stored is { State.IsEmpty: false } ? stored.State
            : engine.ColdBlocks.Contains(block) ? throw new InvalidDataException($"Block '{block.Name}' is not stored.")
            : null;
    }
}
