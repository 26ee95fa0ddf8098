using Alerting.Engine.Incidents;
using Alerting.Regions;

namespace Alerting.Engine.Regions;

/// <summary>
/// Which stretches of a region's incidents have changed since they were written: a snapshot of a region with a long
/// past writes what is new and refers to the rest.
/// </summary>
internal sealed class FactParts(IncidentTable table)
{
    // About 300 KB: large enough that a million incidents are a few hundred parts, small enough that a correction writes little.
    private const int UsualBits = 12;

    private SnapshotPart?[] _parts = [];
    private bool[] _changed = [];

    /// <summary>A part has 2 to the power of this rows.</summary>
    public int Bits { get; set; } = UsualBits;

    public int RowsOfOne => 1 << Bits;

    /// <summary>Number of stretches, the last of which may be short.</summary>
    public int Count => (table.Incidents.End + RowsOfOne - 1) >> Bits;

    /// <summary>The part that holds a stretch as it is; null when it has changed, or was not written.</summary>
    public SnapshotPart? this[int number] => number < _parts.Length && !_changed[number] ? _parts[number] : null;

    /// <summary>A row has changed, is new, or is gone.</summary>
    public void Changed(int row)
    {
        Reserve(row >> Bits);
        _changed[row >> Bits] = true;
    }

    /// <summary>The stretch is in this part now, or is to be in none.</summary>
    /// <returns>The part that held it last.</returns>
    public SnapshotPart? Set(int number, SnapshotPart? part)
    {
        Reserve(number);
        var former = _parts[number];
        _parts[number] = part;
        _changed[number] = part is null;
        return former;
    }

    /// <summary>The rows of a stretch that are in use.</summary>
    public IEnumerable<int> Rows(int number)
    {
        var end = Math.Min((number + 1) << Bits, table.Incidents.End);
        for (var row = number << Bits; row < end; row++)
        {
            if (table.Incidents[row].Region is not null)
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
