using Alerting.Engine.Incidents;
using Alerting.Engine.Wire;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <content>The facts in parts, so that a snapshot writes what has changed since the one before.</content>
public sealed partial class RegionEngine
{
    private const byte PartFormat = 1;

    /// <summary>A part has 2 to the power of this rows; a snapshot that is put back brings its own.</summary>
    internal int PartBits
    {
        get => _parts.Bits;
        init => _parts.Bits = value;
    }

    /// <summary>The most reports of an incident that are searched one by one; changes nothing but cost.</summary>
    internal int MaxChainedReports
    {
        init => _incidents.Table.Members.MaxChained = value;
    }

    /// <summary>The most towns of an incident that reports find in groups; changes nothing but cost.</summary>
    internal int MaxGroupedPlaces
    {
        init => _incidents.MaxGroupedPlaces = value;
    }

    /// <summary>What the next snapshot refers to, as far as nothing of it changes until then.</summary>
    public IEnumerable<SnapshotPart> Parts
    {
        get
        {
            for (var number = 0; number < _parts.Count; number++)
            {
                if (_parts[number] is { } part)
                {
                    yield return part;
                }
            }
        }
    }

    /// <summary>
    /// Writes the facts that have changed since they were last, but for what is too little to be a part and stays with
    /// the snapshot. The new ones of <see cref="Parts"/> are to be named, and stored before the snapshot that
    /// <see cref="Save"/> writes then.
    /// </summary>
    /// <returns>The names of those which are no part of it any more.</returns>
    public List<string> WriteParts()
    {
        List<string> replaced = [];
        var writer = new WireWriter();
        for (var number = 0; number < _parts.Count; number++)
        {
            if (_parts[number] is not null)
            {
                continue;
            }

            var rows = _parts.Rows(number).Count();
            SnapshotPart? part = null;
            if (rows * 2 >= _parts.RowsOfOne)
            {
                writer.Reset();
                writer.Byte(PartFormat);
                SaveRows(writer, number, rows);
                part = new SnapshotPart(number, writer.Written.ToArray());
            }

            if (_parts.Set(number, part)?.Name is { } former)
            {
                replaced.Add(former);
            }
        }

        return replaced;
    }

    /// <summary>Puts back one of the parts that <see cref="BeginRestore"/> has named.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a part of a known format.</exception>
    public void RestorePart(SnapshotPart part, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(part);
        var reader = new WireReader(content);
        var format = reader.Byte();
        if (format != PartFormat)
        {
            throw new InvalidDataException($"Unknown format {format} of a part of a region's snapshot.");
        }

        RestoreRows(reader, part.Number);
        _parts.Set(part.Number, part);
    }

    private void SaveFacts(WireWriter writer)
    {
        writer.Byte((byte)_parts.Bits);
        writer.Unsigned((ulong)_parts.Count);
        for (var number = 0; number < _parts.Count; number++)
        {
            writer.Unique(_parts[number]?.Name ?? "");
        }

        for (var number = 0; number < _parts.Count; number++)
        {
            if (_parts[number]?.Name is null)
            {
                SaveRows(writer, number, _parts.Rows(number).Count());
            }
        }

        var table = _incidents.Table;
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
            SaveReport(writer, table.Reports[row]);
        }
    }

    private List<SnapshotPart> BeginFacts(WireReader reader)
    {
        _incidents.IndexLater();
        _parts.Bits = reader.Byte();
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
            RestoreRows(reader, number);
        }

        return stored;
    }

    private void EndFacts(WireReader reader)
    {
        var incidents = _incidents.Table.Incidents;
        var times = new long[incidents.End];
        var rows = new int[incidents.End];
        var (used, sorted) = (0, true);

        // Backwards: of the free rows the first is taken first.
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

        // In the order of time everything is appended.
        var from = rows.Length - used;
        if (!sorted)
        {
            Array.Sort(times, rows, from, used);
        }

        for (var i = from; i < rows.Length; i++)
        {
            _activity.Add(_incidents.Table.Node(rows[i]));
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            RestoreReport(reader);
        }
    }

    private void SaveRows(WireWriter writer, int number, int count)
    {
        writer.Unsigned((ulong)count);
        foreach (var row in _parts.Rows(number))
        {
            SaveIncident(writer, _incidents.Table, row);
        }
    }

    private void RestoreRows(WireReader reader, int number)
    {
        var count = reader.Count();
        if (count > _parts.RowsOfOne)
        {
            throw new InvalidDataException($"A part has {count} incidents and room for {_parts.RowsOfOne}.");
        }

        var first = number << _parts.Bits;
        _incidents.Table.Incidents.ExtendTo(first + count);
        for (var i = 0; i < count; i++)
        {
            RestoreIncident(reader, first + i);
        }
    }
}
