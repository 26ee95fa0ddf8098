namespace Alerting.Engine.Incidents;

/// <summary>A source of reports. Interned, so that what is derived from its name is computed once and not for each report.</summary>
internal sealed class ReportSource(string name)
{
    public string Name { get; } = name;

    /// <summary>The list of sources of an incident that only this source reports.</summary>
    public IReadOnlyList<string> Alone { get; } = [name];

    public int Hash { get; } = name.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// A random number, so that the sum over a set of sources identifies the set: two different sets agree with
    /// probability 2^-64, and nobody can choose names for which they do.
    /// </summary>
    public ulong SetHash { get; } = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);

    /// <summary>Whether the name has a colon. Ids derived from it can then be split into source and report id in several ways.</summary>
    public bool HasColon { get; } = name.Contains(':', StringComparison.Ordinal);
}

/// <summary>Interns sources.</summary>
internal sealed class SourceRegistry
{
    private readonly Dictionary<string, ReportSource> _sources = new(StringComparer.Ordinal);

    public ReportSource Get(string name)
    {
        if (!_sources.TryGetValue(name, out var source))
        {
            _sources[name] = source = new ReportSource(name);
        }

        return source;
    }

    public int Count => _sources.Count;

    /// <summary>Drops all sources but these.</summary>
    public void Keep(HashSet<ReportSource> kept)
    {
        foreach (var (name, source) in _sources)
        {
            if (!kept.Contains(source))
            {
                _sources.Remove(name);
            }
        }
    }

    /// <summary>Null for a source that has never reported.</summary>
    public ReportSource? Find(ReadOnlySpan<char> name) =>
        _sources.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var source) ? source : null;
}
