using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;

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

    /// <summary>
    /// Last event of the incident whose last event is the earliest, UTC ticks; of a block of an earlier version of the
    /// product a lower bound.
    /// </summary>
    internal long OldestLastEventAt { get; private set; } = long.MaxValue;

    /// <summary>
    /// Last event of any of its incidents, UTC ticks; of a block of an earlier version of the product unknown, and
    /// <see cref="long.MaxValue"/>.
    /// </summary>
    internal long NewestLastEventAt { get; private set; } = long.MinValue;

    /// <summary>Lowest log sequence that changed one of its incidents last; 0 where it is unknown.</summary>
    internal long FirstVersion { get; private set; } = long.MaxValue;

    /// <summary>Greatest log sequence that changed one of its incidents.</summary>
    internal long LastVersion { get; private set; }

    /// <summary>Whether a report can correlate with one of its incidents.</summary>
    internal bool HasTowns { get; private set; }

    /// <summary>The last round of telling in the region before it was written, see <c>EvaluationContext.ToldRound</c>.</summary>
    internal long ToldRound { get; init; }

    /// <summary>Whether all of its incidents are to be forgotten.</summary>
    internal bool IsForgottenBy(ForgetInput input) => NewestLastEventAt < input.Before && LastVersion < input.Sequence;

    /// <summary>Whether some of its incidents may have to be forgotten and others not.</summary>
    internal bool IsDividedBy(ForgetInput input) =>
        OldestLastEventAt < input.Before && FirstVersion < input.Sequence && !IsForgottenBy(input);

    internal void Note(IncidentNode node, bool canCorrelate)
    {
        FirstAt = Math.Min(FirstAt, node.OccurredAt);
        LastAt = Math.Max(LastAt, node.OccurredAt);
        OldestLastEventAt = Math.Min(OldestLastEventAt, node.LastEventAt);
        NewestLastEventAt = Math.Max(NewestLastEventAt, node.LastEventAt);
        FirstVersion = Math.Min(FirstVersion, node.Version);
        LastVersion = Math.Max(LastVersion, node.Version);
        HasTowns |= canCorrelate;
    }

    internal void Fill(ReadOnlyMemory<byte> content) => Content = content;

    internal void Write(WireWriter writer)
    {
        writer.Unsigned((ulong)Number);
        writer.Unique(Name ?? throw new InvalidOperationException($"Block {Number} has no name yet."));
        writer.Unsigned((ulong)ToldRound);
        writer.Fixed(FirstAt);
        writer.Fixed(LastAt);
        writer.Fixed(LastVersion);
        writer.Bool(HasTowns);
        writer.Fixed(OldestLastEventAt);
        writer.Fixed(NewestLastEventAt);
        writer.Fixed(FirstVersion);
    }

    /// <param name="reader">At a block.</param>
    /// <param name="saysHowOld">Whether it says how old its incidents are, unlike those of earlier versions of the product.</param>
    internal static ArchiveBlock Read(WireReader reader, bool saysHowOld)
    {
        var number = (int)reader.Unsigned();
        var name = reader.Unique();
        var block = new ArchiveBlock(number)
        {
            ToldRound = (long)reader.Unsigned(),
            FirstAt = reader.Fixed(),
            LastAt = reader.Fixed(),
            LastVersion = reader.Fixed(),
            HasTowns = reader.Bool(),
        };
        block.OldestLastEventAt = saysHowOld ? reader.Fixed() : block.FirstAt;
        block.NewestLastEventAt = saysHowOld ? reader.Fixed() : long.MaxValue;
        block.FirstVersion = saysHowOld ? reader.Fixed() : 0;
        block.Call(name);
        return block;
    }
}
