namespace Alerting.Engine.Archive;

/// <summary>Bytes that belong to a region's state and are stored beside its snapshots, which refer to them by name.</summary>
public abstract class StoredPart
{
    private protected StoredPart()
    {
    }

    /// <summary>The bytes; null once they were released.</summary>
    public ReadOnlyMemory<byte>? Content { get; private protected set; }

    /// <summary>Name under which the bytes can be read; null before they have one.</summary>
    public string? Name { get; private protected set; }

    /// <summary>Gives the part the name under which its content will be readable, for later activations as well.</summary>
    public void Call(string name) => Name = name;

    /// <summary>Drops the bytes from memory, since they can be read by name.</summary>
    public void Release() => Content = Name is null ? throw new InvalidOperationException("A part without a name cannot be read.") : null;
}
