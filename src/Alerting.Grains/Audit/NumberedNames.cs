using System.Buffers;
using Alerting.Engine.Wire;

namespace Alerting.Grains.Audit;

/// <summary>
/// Numbers for names of which there are not many, in the order in which they come. They are characters, for these can be searched
/// for many at a time.
/// </summary>
internal sealed class NumberedNames
{
    /// <summary>Beyond so many, names share this number, and what is found by it must be compared with the entry itself.</summary>
    private const char Shared = char.MaxValue;

    private readonly Dictionary<string, char> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>The number of a name, a new one where it has none.</summary>
    public char Of(string name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            if (_names.Count == Shared)
            {
                return Shared;
            }

            _numbers[name] = number = (char)_names.Count;
            _names.Add(name);
        }

        return number;
    }

    /// <summary>The numbers of those names that are meant.</summary>
    public SearchValues<char> Where(Func<string, bool> isMeant) =>
        SearchValues.Create([.. _names.Where(isMeant).Select(name => _numbers[name]), .. _names.Count == Shared ? [Shared] : (char[])[]]);

    public void Save(WireWriter writer)
    {
        writer.Unsigned((ulong)_names.Count);
        _names.ForEach(writer.Unique);
    }

    public void Restore(WireReader reader)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            Of(reader.Unique());
        }
    }
}
