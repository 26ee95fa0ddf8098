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
    private readonly ushort[] _actions = new ushort[Size];
    private readonly ushort[] _regions = new ushort[Size];

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
            if (filter.Target is { } target)
            {
                var offset = _targets.AsSpan(row, Count - row).IndexOf(target);
                if (offset < 0)
                {
                    return Count;
                }

                row += offset;
            }

            if ((filter.Actor is not { } actor || _actorIds[row] == actor || _actorNames[row] == actor)
                && filter.HasAction(_actions[row])
                && filter.HasRegion(_regions[row]))
            {
                return row;
            }

            row++;
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

        foreach (var column in (ReadOnlySpan<ushort[]>)[_actions, _regions])
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

        foreach (var column in (ReadOnlySpan<ushort[]>)[block._actions, block._regions])
        {
            reader.Raw(MemoryMarshal.AsBytes(column.AsSpan(0, block.Count)));
        }

        return block;
    }
}

/// <summary>An entry as <see cref="AuditBlock"/> keeps it.</summary>
internal readonly record struct AuditRow(uint ActorId, uint ActorName, uint Target, ushort Action, ushort Region);

/// <summary>What is asked for, in the numbers of an index. Texts are hashes there: it may let more pass than is meant.</summary>
/// <param name="Actor">Of its id or name; null: any.</param>
/// <param name="Target">Null: any.</param>
/// <param name="Actions">By the number of the action, whether it is asked for; null: any.</param>
/// <param name="Regions">By the number of the region, 0 for none, whether it is asked for; null: any.</param>
internal sealed record AuditFilter(uint? Actor, uint? Target, bool[]? Actions, bool[]? Regions)
{
    public bool HasAction(ushort action) => Actions is null || Actions[action];

    public bool HasRegion(ushort region) => Regions is null || Regions[region];
}
