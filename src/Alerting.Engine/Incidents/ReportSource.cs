namespace Alerting.Engine.Incidents;

/// <summary>Who reports: one object a source, so that what is said of a source alone is not made for each of its reports.</summary>
internal sealed class ReportSource(string name)
{
    public string Name { get; } = name;

    /// <summary>The sources of an incident that nobody else tells of.</summary>
    public IReadOnlyList<string> Alone { get; } = [name];
}

/// <summary>Interns sources.</summary>
internal sealed class SourceBook
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
}
