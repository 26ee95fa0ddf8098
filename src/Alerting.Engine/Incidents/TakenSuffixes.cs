using System.Globalization;

namespace Alerting.Engine.Incidents;

/// <summary>
/// Remembers which numbers behind a derived id are taken: a report that is corrected away from its incident a
/// thousand times must not try all numbers again each time. Only a cache: nothing of it is stored, and what it does
/// not know is found by trying.
/// </summary>
internal sealed class TakenSuffixes
{
    private const char Separator = ':';

    /// <summary>The first number that is tried.</summary>
    public const int First = 2;

    /// <summary>By derived id: all numbers from <see cref="First"/> up to, but not including, this one are taken.</summary>
    private Dictionary<string, int>? _taken;

    public static string Append(ReadOnlySpan<char> id, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}{Separator}{number}");

    public int FirstThatMayBeFree(ReadOnlySpan<char> id) =>
        _taken is not null && _taken.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var number) ? number : First;

    public void Clear() => _taken = null;

    /// <summary>Notes that all numbers below this one are taken.</summary>
    public void NoteTakenBelow(ReadOnlySpan<char> id, int number)
    {
        _taken ??= new Dictionary<string, int>(StringComparer.Ordinal);
        _taken.GetAlternateLookup<ReadOnlySpan<char>>()[id] = number;
    }

    /// <summary>Notes that the incident with this id has lost its last report.</summary>
    public void NoteFree(ReadOnlySpan<char> id)
    {
        if (_taken is null)
        {
            return;
        }

        var colon = id.LastIndexOf(Separator);
        var taken = _taken.GetAlternateLookup<ReadOnlySpan<char>>();
        if (colon >= 0 && taken.TryGetValue(id[..colon], out var next)
            && int.TryParse(id[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= First && number < next)
        {
            taken[id[..colon]] = number;
        }
    }
}
