namespace Alerting.Engine.Archive;

/// <summary>
/// Incidents that no window needs any more, with their reports, as bytes. A correction that names one has the whole
/// block restored.
/// </summary>
public sealed class ArchiveBlock : StoredPart
{
    internal ArchiveBlock(int number) => Number = number;

    /// <summary>1 or more; unique within the region.</summary>
    public int Number { get; }

    /// <summary>Event time of its earliest incident, UTC ticks.</summary>
    public long FirstAt { get; private set; } = long.MaxValue;

    /// <summary>Event time of its latest incident, UTC ticks.</summary>
    public long LastAt { get; private set; } = long.MinValue;

    /// <summary>Greatest log sequence that changed one of its incidents.</summary>
    internal long LastVersion { get; private set; }

    /// <summary>Whether a report can correlate with one of its incidents.</summary>
    internal bool HasTowns { get; private set; }

    /// <summary>The last round of telling in the region before it was written, see <c>EvaluationContext.ToldRound</c>.</summary>
    internal long ToldRound { get; init; }

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
