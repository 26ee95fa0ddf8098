using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Xunit;

namespace Alerting.Engine.Tests;

/// <summary>What a process stores of an engine, and the engine that another makes of it.</summary>
internal sealed class Snapshots
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _stored = [];

    /// <summary>Parts that a snapshot has taken over from the one before.</summary>
    public int Kept { get; private set; }

    public ReadOnlyMemory<byte> this[string name] => _stored[name];

    public RegionEngine Restart(RegionEngine engine, RegionEngine fresh)
    {
        foreach (var block in engine.ColdBlocks.Where(static b => b.Content is not null))
        {
            block.Call($"block-{_stored.Count}");
            _stored.Add(block.Name!, block.Content!.Value);
            block.Release();
        }

        var replaced = engine.WriteParts();
        Kept += engine.Parts.Count(static p => p.Content is null);
        foreach (var part in engine.Parts.Where(static p => p.Content is not null))
        {
            part.Call($"part-{_stored.Count}");
            _stored.Add(part.Name!, part.Content!.Value);
            part.Release();
        }

        var writer = new WireWriter();
        engine.Save(writer);
        foreach (var name in replaced)
        {
            _stored[name] = ReadOnlyMemory<byte>.Empty;
        }

        var reader = new WireReader(writer.Written);
        var parts = fresh.BeginRestore(reader);
        foreach (var part in parts.Reverse())
        {
            fresh.RestorePart(part, _stored[part.Name!]);
        }

        fresh.EndRestore(reader);
        Assert.True(reader.AtEnd, "The snapshot has bytes that nobody reads.");
        return fresh;
    }
}
