using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>
/// The kind of a report with the family and weight that it had when the report was accepted. Interned, so that a
/// million reports share it.
/// </summary>
internal sealed record ReportKind(string Slug, Family Family, double Weight);

/// <summary>Interns kinds. The catalogue may change over the years, so one slug can have several families and weights.</summary>
internal sealed class KindRegistry
{
    /// <summary>The kind met last of each slug: nearly always the only one.</summary>
    private readonly Dictionary<string, ReportKind> _last = new(StringComparer.Ordinal);

    /// <summary>Those met before them, where the catalogue has changed.</summary>
    private Dictionary<(string Slug, Family Family, double Weight), ReportKind>? _others;

    public ReportKind Get(string slug, Family family, double weight)
    {
        if (_last.TryGetValue(slug, out var last) && last.Family == family && last.Weight == weight)
        {
            return last;
        }

        if (last is not null)
        {
            (_others ??= [])[(slug, last.Family, last.Weight)] = last;
        }

        if (_others is null || !_others.TryGetValue((slug, family, weight), out var kind))
        {
            kind = new ReportKind(slug, family, weight);
        }

        return _last[slug] = kind;
    }
}
