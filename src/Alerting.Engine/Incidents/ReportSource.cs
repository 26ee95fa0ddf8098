namespace Alerting.Engine.Incidents;

/// <summary>Who reports: one object a source, so that what is said of a source alone is not made for each of its reports.</summary>
internal sealed class ReportSource(string name)
{
    public string Name { get; } = name;

    /// <summary>The sources of an incident that this source alone reports.</summary>
    public IReadOnlyList<string> Alone { get; } = [name];

    public int Hash { get; } = name.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// Random, so that the sum over a set of sources tells sets apart: two different ones agree with probability 2^-64,
    /// and nobody can choose names for which they do.
    /// </summary>
    public ulong SetHash { get; } = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);

    /// <summary>Ids that derive from it may then be read in several ways.</summary>
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

    /// <summary>Null for a source that has never reported.</summary>
    public ReportSource? Find(ReadOnlySpan<char> name) =>
        _sources.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var source) ? source : null;
}
