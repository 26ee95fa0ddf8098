using Alerting.Reports;

namespace Alerting.Engine.Incidents;

/// <summary>A kind as a report was accepted with: one object each, so that a million reports share it.</summary>
internal sealed record ReportKind(string Slug, Family Family, double Weight);

/// <summary>Interns kinds. The catalogue may change, so one slug can come with several families and weights.</summary>
internal sealed class KindBook
{
    private readonly Dictionary<(string Slug, Family Family, double Weight), ReportKind> _kinds = [];
    private ReportKind? _last;

    public ReportKind Get(string slug, Family family, double weight)
    {
        if (_last is { } last && ReferenceEquals(last.Slug, slug) && last.Family == family && last.Weight == weight)
        {
            return last;
        }

        if (!_kinds.TryGetValue((slug, family, weight), out var kind))
        {
            _kinds[(slug, family, weight)] = kind = new ReportKind(slug, family, weight);
        }

        return _last = kind;
    }
}
