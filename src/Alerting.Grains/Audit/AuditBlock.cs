using System.Buffers;
using System.Runtime.InteropServices;
using Alerting.Engine.Wire;

namespace Alerting.Grains.Audit;

/// <summary>
/// What is kept in memory of some consecutive entries of the audit log, column by column: numbers by which they are found, 20
/// bytes an entry. Texts that have no bound stand as hashes, so what is found must be compared with the entry itself.
/// </summary>
internal sealed class AuditBlock
{
    /// <summary>Entries of a block.</summary>
    public const int Size = 4_096;

    private readonly uint[] _sequences = new uint[Size];
    private readonly uint[] _actorIds = new uint[Size];
    private readonly uint[] _actorNames = new uint[Size];
    private readonly uint[] _targets = new uint[Size];
    private readonly char[] _actions = new char[Size];
    private readonly char[] _regions = new char[Size];

    public int Count { get; private set; }

    /// <summary>Sequence of the entry of the log that holds this one.</summary>
    public long SequenceOf(int row) => _sequences[row];

    public void Add(long sequence, AuditRow row)
    {
        _sequences[Count] = checked((uint)sequence);
        _actorIds[Count] = row.ActorId;
        _actorNames[Count] = row.ActorName;
        _targets[Count] = row.Target;
        _actions[Count] = row.Action;
        _regions[Count] = row.Region;
        Count++;
    }

    /// <summary>The first row from this one on that may be asked for; <see cref="Count"/> when there is none.</summary>
    public int Find(AuditFilter filter, int row)
    {
        while (row < Count)
        {
            // Each column goes on to its next match; what all of them stay at is found.
            var at = filter.Target is { } target ? Next(_targets, target, row, Count) : row;
            at = filter.Actor is { } actor && at < Count ? NextOf(actor, at) : at;
            at = filter.Actions is { } actions && at < Count ? Next(_actions, actions, at) : at;
            at = filter.Regions is { } regions && at < Count ? Next(_regions, regions, at) : at;
            if (at == row)
            {
                return row;
            }

            row = at;
        }

        return Count;
    }

    public void Save(WireWriter writer)
    {
        writer.Unsigned((ulong)Count);
        foreach (var column in (ReadOnlySpan<uint[]>)[_sequences, _actorIds, _actorNames, _targets])
        {
            writer.Raw(MemoryMarshal.AsBytes(column.AsSpan(0, Count)));
        }

        foreach (var column in (ReadOnlySpan<char[]>)[_actions, _regions])
        {
            writer.Raw(MemoryMarshal.AsBytes(column.AsSpan(0, Count)));
        }
    }

    public static AuditBlock Restore(WireReader reader)
    {
        var block = new AuditBlock { Count = reader.Count() };
        if (block.Count > Size)
        {
            throw new InvalidDataException("A block of the audit log's snapshot is too large.");
        }

        foreach (var column in (ReadOnlySpan<uint[]>)[block._sequences, block._actorIds, block._actorNames, block._targets])
        {
            reader.Raw(MemoryMarshal.AsBytes(column.AsSpan(0, block.Count)));
        }

        foreach (var column in (ReadOnlySpan<char[]>)[block._actions, block._regions])
        {
            reader.Raw(MemoryMarshal.AsBytes(column.AsSpan(0, block.Count)));
        }

        return block;
    }

    private static int Next(uint[] column, uint value, int row, int end) =>
        column.AsSpan(row, end - row).IndexOf(value) is >= 0 and var offset ? row + offset : end;

    private int Next(char[] column, SearchValues<char> values, int row) =>
        column.AsSpan(row, Count - row).IndexOfAny(values) is >= 0 and var offset ? row + offset : Count;

    /// <summary>By its id or, before the next one of this id, by its name.</summary>
    private int NextOf(uint actor, int row) => Next(_actorNames, actor, row, Next(_actorIds, actor, row, Count));
}

/// <summary>An entry as <see cref="AuditBlock"/> keeps it; action and region by their numbers.</summary>
internal readonly record struct AuditRow(uint ActorId, uint ActorName, uint Target, char Action, char Region);

/// <summary>What is asked for, in the numbers of an index. Texts are hashes there: it may let more pass than is meant.</summary>
/// <param name="Actor">Of its id or name; null: any.</param>
/// <param name="Target">Null: any.</param>
/// <param name="Actions">The numbers of the actions; null: any.</param>
/// <param name="Regions">The numbers of the regions; null: any and none.</param>
internal sealed record AuditFilter(uint? Actor, uint? Target, SearchValues<char>? Actions, SearchValues<char>? Regions);
