using Alerting.Engine.Wire;

namespace Alerting.Grains.Audit;

/// <summary>Numbers for names of which there are not many, in the order in which they come.</summary>
internal sealed class NumberedNames
{
    private readonly Dictionary<string, ushort> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>The number of a name, a new one where it has none.</summary>
    public ushort Of(string name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            _numbers[name] = number = checked((ushort)_names.Count);
            _names.Add(name);
        }

        return number;
    }

    /// <summary>For each number whether its name is one of these.</summary>
    public bool[] Where(Func<string, bool> isMeant) => [.. _names.Select(isMeant)];

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
