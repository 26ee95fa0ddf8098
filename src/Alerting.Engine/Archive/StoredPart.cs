namespace Alerting.Engine.Archive;

/// <summary>Bytes of a region's state that lie beside its snapshots, which refer to them by name.</summary>
public abstract class StoredPart
{
    private protected StoredPart()
    {
    }

    /// <summary>Null once it was released.</summary>
    public ReadOnlyMemory<byte>? Content { get; private protected set; }

    /// <summary>Under which name the content is to be found; null while it has none.</summary>
    public string? Name { get; private protected set; }

    /// <summary>Under this name its content will be read, by a later activation as well.</summary>
    public void Call(string name) => Name = name;

    /// <summary>Its content can be read by its name and need not be kept in memory.</summary>
    public void Release() => Content = Name is null ? throw new InvalidOperationException("A part without a name cannot be read.") : null;
}
