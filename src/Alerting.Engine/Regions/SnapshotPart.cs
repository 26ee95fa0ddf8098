using Alerting.Engine.Archive;

namespace Alerting.Engine.Regions;

/// <summary>Incidents with their reports as bytes, shared by all snapshots between which they do not change.</summary>
public sealed class SnapshotPart : StoredPart
{
    internal SnapshotPart(int number, ReadOnlyMemory<byte> content) => (Number, Content) = (number, content);

    internal SnapshotPart(int number, string name) => (Number, Name) = (number, name);

    /// <summary>Number of the stretch of rows that it holds.</summary>
    internal int Number { get; }
}
