using System.Collections.Frozen;

namespace Alerting.Engine.Names;

/// <summary>
/// A list of thousands of names that <see cref="NearestName"/> searches often: grouped by length, each with a set of
/// its letters for a quick first comparison. Immutable.
/// </summary>
public sealed class NameIndex
{
    private readonly FrozenDictionary<int, Entry[]> _byLength;

    /// <summary>Creates an index of these names.</summary>
    public NameIndex(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _byLength = names.GroupBy(static name => name.Length).ToFrozenDictionary(
            static group => group.Key, static group => group.Select(static name => new Entry(name, NearestName.Letters(name))).ToArray());
    }

    /// <summary>Compares all names of a length.</summary>
    internal void Look(ref NearestName.Search search, int length)
    {
        if (_byLength.TryGetValue(length, out var entries))
        {
            foreach (var (name, letters) in entries)
            {
                search.Look(name, letters);
            }
        }
    }

    private readonly record struct Entry(string Name, ulong Letters);
}
