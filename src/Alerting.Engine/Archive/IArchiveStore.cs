namespace Alerting.Engine.Archive;

/// <summary>Where the content of blocks is kept that need not stay in memory.</summary>
public interface IArchiveStore
{
    /// <returns>The name under which it is read.</returns>
    string Write(ReadOnlyMemory<byte> content);

    ReadOnlyMemory<byte> Read(string name);
}
