using Alerting.Alerts;

namespace Alerting.Benchmarks;

/// <summary>The revisions that a desk receives in each of the 52 weeks of a year, counted from 1 January.</summary>
internal sealed class DeskLoad
{
    private const int Weeks = 52;

    private readonly List<Alert> _revisions;
    private readonly int[] _weeks = new int[Weeks];

    public DeskLoad(IEnumerable<Alert> revisions, int year)
    {
        _revisions = [.. revisions.Where(revision => revision.UpdatedAt.Year == year)];
        foreach (var revision in _revisions)
        {
            _weeks[Math.Min((revision.UpdatedAt.DayOfYear - 1) / 7, Weeks - 1)]++;
        }

        Array.Sort(_weeks);
    }

    public int Of(AlertChange change) => _revisions.Count(revision => revision.Change == change);

    /// <summary>So many a week or fewer in this share of the weeks.</summary>
    public int Percentile(double share) => _weeks[Math.Clamp((int)Math.Ceiling(share * Weeks) - 1, 0, Weeks - 1)];
}
