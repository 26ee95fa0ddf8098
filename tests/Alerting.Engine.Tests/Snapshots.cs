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

    /// <summary>Size of the last snapshot, without its parts.</summary>
    public int Bytes { get; private set; }

    public ReadOnlyMemory<byte> this[string name] => _stored[name];

    public RegionEngine Restart(RegionEngine engine, RegionEngine fresh)
    {
        var number = 0;
        var snapshot = engine.Snapshot.Prepare(_ => $"stored-{_stored.Count + number++}");
        foreach (var part in snapshot.Unstored)
        {
            _stored.Add(part.Name!, part.Content!.Value);
            part.Release();
        }

        var writer = new WireWriter();
        snapshot.Write(writer);
        foreach (var name in snapshot.Replaced)
        {
            _stored[name] = ReadOnlyMemory<byte>.Empty;
        }

        Bytes = writer.Length;
        var reader = new WireReader(writer.Written);
        var restored = fresh.Snapshot.RestoreAsync(reader, part =>
        {
            Kept += snapshot.Unstored.Any(p => p.Name == part.Name) ? 0 : 1;
            return Task.FromResult(_stored[part.Name!]);
        });
        Assert.True(restored.IsCompletedSuccessfully);
        Assert.True(reader.AtEnd, "The snapshot has bytes that nobody reads.");
        return fresh;
    }
}
