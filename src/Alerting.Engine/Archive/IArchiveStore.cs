namespace Alerting.Engine.Archive;

/// <summary>Keeps the content of archived blocks outside of memory, for engines that run without grains.</summary>
public interface IArchiveStore
{
    /// <summary>Stores the content of a block.</summary>
    string Write(ReadOnlyMemory<byte> content);

    /// <summary>Reads the content that was stored under this name.</summary>
    ReadOnlyMemory<byte> Read(string name);
}
