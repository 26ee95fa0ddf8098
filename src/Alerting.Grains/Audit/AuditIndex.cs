using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Retention;
using Fnv = Alerting.Engine.Wire.StableHash;

namespace Alerting.Grains.Audit;

/// <summary>
/// Finds entries of the audit log. Where an entry is stored is known without a search, so a page without filters costs the same
/// however many entries there are; with filters the numbers of the entries behind the cursor are gone through in memory, some
/// milliseconds for a million. The entries themselves stay in the log.
/// </summary>
internal sealed class AuditIndex : INumberedItems
{
    /// <summary>The name of no region.</summary>
    private const string NoRegion = "";

    private readonly List<AuditBlock> _blocks = [];
    private readonly NumberedNames _actions = new();
    private readonly NumberedNames _regions = new();

    /// <summary>Position of the first entry of the first block.</summary>
    private long _base = 1;

    public AuditIndex() => _regions.Of(NoRegion);

    /// <summary>Position (<c>seq</c>) of the newest entry.</summary>
    public long Head { get; private set; }

    public long First { get; private set; } = 1;

    /// <summary>Adds the entry after <see cref="Head"/>.</summary>
    /// <param name="sequence">Of the entry of the log that holds it.</param>
    public void Add(AuditRecord record, long sequence)
    {
        if (_blocks.Count == 0 || _blocks[^1].Count == AuditBlock.Size)
        {
            _blocks.Add(new AuditBlock());
        }

        _blocks[^1].Add(sequence, new AuditRow(
            Hash(record.Actor.Id),
            Hash(record.Actor.Name),
            Hash(record.Target),
            _actions.Of(record.Action),
            _regions.Of(record.Region ?? NoRegion)));
        Head++;
    }

    /// <summary>What a query asks for, in the numbers of this index.</summary>
    public AuditFilter FilterOf(AuditQuery query, RegionCatalog catalog) => new(
        query.Actor is { } actor ? Hash(actor) : null,
        query.Target is { } target ? Hash(target) : null,
        query.Action is null ? null : _actions.Where(action => IsAction(action, query.Action)),
        query.Regions.Count == 0 ? null
            : _regions.Where(region => IsWithin(region, query.Regions, catalog)));

    /// <summary>Whether an entry is asked for.</summary>
    public static bool IsMeant(AuditRecord record, AuditQuery query, RegionCatalog catalog) =>
        (query.Actor is null || record.Actor.Id == query.Actor || record.Actor.Name == query.Actor)
        && (query.Target is null || record.Target == query.Target)
        && (query.Action is null || IsAction(record.Action, query.Action))
        && (query.Regions.Count == 0 || IsWithin(record.Region, query.Regions, catalog));

    /// <summary>Positions, ascending, of entries that may be asked for.</summary>
    /// <param name="after">Only those behind this one,</param>
    /// <param name="through">and not behind this one.</param>
    public IEnumerable<long> Select(AuditFilter filter, long after, long through)
    {
        var next = Math.Max(after + 1, First);
        while (next <= through)
        {
            var block = _blocks[(int)((next - _base) / AuditBlock.Size)];
            var begin = next - ((next - _base) % AuditBlock.Size);
            var row = block.Find(filter, (int)(next - begin));
            next = begin + row;
            if (row < block.Count && next <= through)
            {
                yield return next;
                next++;
            }
        }
    }

    /// <summary>Sequence of the entry of the log that holds this one.</summary>
    public long SequenceOf(long seq) =>
        _blocks[(int)((seq - _base) / AuditBlock.Size)].SequenceOf((int)((seq - _base) % AuditBlock.Size));

    public long? EntryOf(long number) => number > Head ? null : SequenceOf(Math.Max(number, First));

    public long FirstFrom(long sequence)
    {
        long low = First, high = Head + 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = SequenceOf(middle) < sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Forgets the entries before this one.</summary>
    /// <param name="first">At most one above <see cref="Head"/>.</param>
    public void Forget(long first)
    {
        First = first;
        var whole = (int)Math.Min((first - _base) / AuditBlock.Size, Math.Max(0, _blocks.Count - 1));
        _blocks.RemoveRange(0, whole);
        _base += (long)whole * AuditBlock.Size;
    }

    public Task ForgetBeforeAsync(long number, CancellationToken cancellationToken)
    {
        Forget(number);
        return Task.CompletedTask;
    }

    public void Save(WireWriter writer)
    {
        writer.Fixed(Head);
        writer.Fixed(First);
        writer.Fixed(_base);
        _actions.Save(writer);
        _regions.Save(writer);
        writer.Unsigned((ulong)_blocks.Count);
        _blocks.ForEach(block => block.Save(writer));
    }

    public void Restore(WireReader reader)
    {
        (Head, First, _base) = (reader.Fixed(), reader.Fixed(), reader.Fixed());
        _actions.Restore(reader);
        _regions.Restore(reader);
        for (var i = reader.Count(); i > 0; i--)
        {
            _blocks.Add(AuditBlock.Restore(reader));
        }
    }

    private static bool IsWithin(string? region, IReadOnlyList<string> roots, RegionCatalog catalog) =>
        !string.IsNullOrEmpty(region) && roots.Any(root => catalog.IsWithin(region, root));

    private static bool IsAction(string action, string asked) =>
        action.StartsWith(asked, StringComparison.Ordinal) && (action.Length == asked.Length || action[asked.Length] == '.');

    private static uint Hash(string text) => (uint)Fnv.Add(Fnv.Empty, text);
}
