using Alerting.Engine.Archive;

namespace Alerting.Engine.Regions;

/// <summary>Incidents with their reports as bytes, for as many snapshots as find them unchanged.</summary>
public sealed class SnapshotPart : StoredPart
{
    internal SnapshotPart(int number, ReadOnlyMemory<byte> content) => (Number, Content) = (number, content);

    internal SnapshotPart(int number, string name) => (Number, Name) = (number, name);

    /// <summary>Which stretch of rows it holds.</summary>
    internal int Number { get; }
}
