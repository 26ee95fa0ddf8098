using Alerting.Engine.Incidents;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Regions;

/// <summary>
/// Divides the facts of a region into parts of equally many rows, so that a snapshot writes only the parts that have
/// changed since the previous one and refers to the others by name. Rows that do not fill a part are written into the
/// snapshot itself.
/// </summary>
internal sealed class FactParts(FactIndex facts, IncidentSerializer serializer)
{
    private const byte PartFormat = 1;

    // About 300 KB: large enough that a million incidents are a few hundred parts, small enough that a correction writes little.
    private const int UsualBits = 12;

    private SnapshotPart?[] _parts = [];
    private bool[] _changed = [];

    /// <summary>A part has 2^Bits rows. A snapshot that is restored brings its own number.</summary>
    public int Bits { get; set; } = UsualBits;

    private int RowsOfOne => 1 << Bits;

    /// <summary>Number of parts that all rows would make; the last may be incomplete.</summary>
    private int Count => (facts.Table.Incidents.End + RowsOfOne - 1) >> Bits;

    /// <summary>The parts that are up to date.</summary>
    public IEnumerable<SnapshotPart> Current => Enumerable.Range(0, Count).Select(CurrentPart).OfType<SnapshotPart>();

    /// <summary>Notes that a row was changed, added or removed.</summary>
    public void Changed(int row)
    {
        Reserve(row >> Bits);
        _changed[row >> Bits] = true;
    }

    /// <summary>Writes the parts that have changed, where at least half of their rows are used.</summary>
    /// <returns>The names of the parts that are out of date now.</returns>
    public List<string> Update()
    {
        List<string> replaced = [];
        var writer = new WireWriter();
        for (var number = 0; number < Count; number++)
        {
            if (CurrentPart(number) is not null)
            {
                continue;
            }

            var rows = Rows(number).Count();
            SnapshotPart? part = null;
            if (rows * 2 >= RowsOfOne)
            {
                writer.Reset();
                writer.Byte(PartFormat);
                WriteRows(writer, number, rows);
                part = new SnapshotPart(number, writer.Written.ToArray());
            }

            if (Set(number, part)?.Name is { } former)
            {
                replaced.Add(former);
            }
        }

        return replaced;
    }

    /// <summary>Restores one of the parts that <see cref="Read"/> has named.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a part of a known format.</exception>
    public void ReadPart(SnapshotPart part, ReadOnlyMemory<byte> content)
    {
        var reader = new WireReader(content);
        var format = reader.Byte();
        if (format != PartFormat)
        {
            throw new InvalidDataException($"Unknown format {format} of a part of a region's snapshot.");
        }

        ReadRows(reader, part.Number);
        Set(part.Number, part);
    }

    /// <summary>Writes the names of the parts, and the facts that are in none.</summary>
    public void Write(WireWriter writer)
    {
        writer.Byte((byte)Bits);
        writer.Unsigned((ulong)Count);
        for (var number = 0; number < Count; number++)
        {
            writer.Unique(CurrentPart(number)?.Name ?? "");
        }

        for (var number = 0; number < Count; number++)
        {
            if (CurrentPart(number)?.Name is null)
            {
                WriteRows(writer, number, Rows(number).Count());
            }
        }

        var table = facts.Table;
        var apart = new List<int>();
        for (var row = 0; row < table.Reports.End; row++)
        {
            if (table.Reports[row] is { ReportId: not null, Incident: < 0 })
            {
                apart.Add(row);
            }
        }

        writer.Unsigned((ulong)apart.Count);
        foreach (var row in apart)
        {
            IncidentSerializer.Write(writer, table.Reports[row]);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, except for the parts and for the reports that are in no incident.</summary>
    /// <returns>The parts to be read next.</returns>
    public List<SnapshotPart> Read(WireReader reader)
    {
        facts.Defer();
        Bits = reader.Byte();
        var stored = new List<SnapshotPart>();
        var others = new List<int>();
        var count = reader.Count();
        for (var number = 0; number < count; number++)
        {
            if (reader.Unique() is { Length: > 0 } name)
            {
                stored.Add(new SnapshotPart(number, name));
            }
            else
            {
                others.Add(number);
            }
        }

        foreach (var number in others)
        {
            ReadRows(reader, number);
        }

        return stored;
    }

    /// <summary>Reads the rest of what <see cref="Write"/> wrote, once all parts are read.</summary>
    /// <param name="reader">Where <see cref="Read"/> has stopped.</param>
    /// <param name="activity">Takes the incidents.</param>
    /// <param name="now">The region's instant, UTC ticks.</param>
    public void ReadRest(WireReader reader, ActivityIndex activity, long now)
    {
        var incidents = facts.Table.Incidents;
        var times = new long[incidents.End];
        var rows = new int[incidents.End];
        var (used, sorted) = (0, true);

        // Backwards, because unused rows are used again from the last one noted.
        for (var row = incidents.End - 1; row >= 0; row--)
        {
            if (incidents[row].Region is null)
            {
                incidents.Free(row);
                continue;
            }

            used++;
            (times[^used], rows[^used]) = (incidents[row].OccurredAt, row);
            sorted &= used == 1 || times[^used] <= times[^(used - 1)];
        }

        // Sorted by time, so that each incident is appended.
        var from = rows.Length - used;
        if (!sorted)
        {
            Array.Sort(times, rows, from, used);
        }

        for (var i = from; i < rows.Length; i++)
        {
            activity.Add(facts.Table.Node(rows[i]));
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            serializer.ReadReport(reader, now);
        }
    }

    private void WriteRows(WireWriter writer, int number, int count)
    {
        writer.Unsigned((ulong)count);
        foreach (var row in Rows(number))
        {
            serializer.Write(writer, row);
        }
    }

    private void ReadRows(WireReader reader, int number)
    {
        var count = reader.Count();
        if (count > RowsOfOne)
        {
            throw new InvalidDataException($"A part has {count} incidents and room for {RowsOfOne}.");
        }

        var first = number << Bits;
        facts.Table.Incidents.ExtendTo(first + count);
        for (var i = 0; i < count; i++)
        {
            serializer.Read(reader, first + i);
        }
    }

    private SnapshotPart? CurrentPart(int number) => number < _parts.Length && !_changed[number] ? _parts[number] : null;

    /// <summary>Replaces the part of a stretch of rows; null when the stretch is to be in none.</summary>
    /// <returns>The previous part.</returns>
    private SnapshotPart? Set(int number, SnapshotPart? part)
    {
        Reserve(number);
        var former = _parts[number];
        _parts[number] = part;
        _changed[number] = part is null;
        return former;
    }

    /// <summary>The used rows of a stretch.</summary>
    private IEnumerable<int> Rows(int number)
    {
        var end = Math.Min((number + 1) << Bits, facts.Table.Incidents.End);
        for (var row = number << Bits; row < end; row++)
        {
            if (facts.Table.Incidents[row].Region is not null)
            {
                yield return row;
            }
        }
    }

    private void Reserve(int number)
    {
        if (number >= _parts.Length)
        {
            var length = Math.Max(number + 1, _parts.Length * 2);
            Array.Resize(ref _parts, length);
            Array.Resize(ref _changed, length);
        }
    }
}
