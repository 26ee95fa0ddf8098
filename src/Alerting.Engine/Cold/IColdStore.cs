namespace Alerting.Engine.Cold;

/// <summary>Where the content of blocks is kept that need not stay in memory.</summary>
public interface IColdStore
{
    /// <returns>The name under which it is read.</returns>
    string Write(ReadOnlyMemory<byte> content);

    ReadOnlyMemory<byte> Read(string name);
}
