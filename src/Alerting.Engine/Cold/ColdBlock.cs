namespace Alerting.Engine.Cold;

/// <summary>
/// Incidents that no window needs any more, with their reports, as bytes. A correction that names one brings the whole
/// block back.
/// </summary>
public sealed class ColdBlock
{
    internal ColdBlock(int number) => Number = number;

    /// <summary>1 or more; unique within the region.</summary>
    public int Number { get; }

    /// <summary>Null once it was released.</summary>
    public ReadOnlyMemory<byte>? Content { get; private set; }

    /// <summary>Under which name the content is to be found; null while it has none.</summary>
    public string? Name { get; private set; }

    /// <summary>Event time of its earliest incident, UTC ticks.</summary>
    public long FirstAt { get; private set; } = long.MaxValue;

    /// <summary>Event time of its latest incident, UTC ticks.</summary>
    public long LastAt { get; private set; } = long.MinValue;

    /// <summary>Greatest log sequence that changed one of its incidents.</summary>
    internal long LastVersion { get; private set; }

    /// <summary>Whether a report can correlate with one of its incidents.</summary>
    internal bool HasTowns { get; private set; }

    /// <summary>How many times incidents had been told in the region when it was written.</summary>
    internal long Tells { get; init; }

    /// <summary>Under this name its content will be read, by a later activation as well.</summary>
    public void Call(string name) => Name = name;

    /// <summary>Its content can be read by its name and need not be kept in memory.</summary>
    public void Release() => Content = Name is null ? throw new InvalidOperationException("A block without a name cannot be read.") : null;

    internal void Note(long at, long version, bool hasTown)
    {
        FirstAt = Math.Min(FirstAt, at);
        LastAt = Math.Max(LastAt, at);
        LastVersion = Math.Max(LastVersion, version);
        HasTowns |= hasTown;
    }

    internal void Fill(ReadOnlyMemory<byte> content) => Content = content;

    internal void Restore(string name, long firstAt, long lastAt, long lastVersion, bool hasTowns) =>
        (Name, FirstAt, LastAt, LastVersion, HasTowns) = (name, firstAt, lastAt, lastVersion, hasTowns);
}
