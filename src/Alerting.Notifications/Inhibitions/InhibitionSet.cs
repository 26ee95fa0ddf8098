using Alerting.Inhibitions;
using Alerting.Thresholds;

namespace Alerting.Notifications.Inhibitions;

/// <summary>The inhibitions there are. Safe for concurrent use.</summary>
/// <param name="inhibitions">By id.</param>
/// <param name="ancestorsOf">Codes of the regions above one, none for one that is not known.</param>
internal sealed class InhibitionSet(
    IReadOnlyList<(string Id, Inhibition Inhibition)> inhibitions, Func<string, IEnumerable<string>> ancestorsOf)
{
    private volatile ActiveInhibitions? _last;

    /// <summary>None at all.</summary>
    public static InhibitionSet None { get; } = new([], static _ => []);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => inhibitions.Count == 0;

    /// <summary>Whether such an alert is held back where a source of some inhibition stands over it.</summary>
    /// <param name="region">Code of its region.</param>
    public bool CanHold(string region, string threshold, Severity severity)
    {
        foreach (var (_, inhibition) in inhibitions)
        {
            if (IsTarget(inhibition, region, threshold, severity))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What they hold back while these alerts are open.</summary>
    public ActiveInhibitions Over(OpenAlerts open)
    {
        if (_last is { } last && ReferenceEquals(last.Open, open))
        {
            return last;
        }

        return _last = new ActiveInhibitions(this, open);
    }

    /// <summary>
    /// The open alerts that would hold such a one back if they are not held back themselves, by the order in which they were
    /// raised, each with the first inhibition by which it does.
    /// </summary>
    /// <param name="alertId">Of the one to be held back, which does not hold back itself.</param>
    public IReadOnlyList<Inhibitor> SourcesOver(string alertId, string region, string threshold, Severity severity, OpenAlerts open)
    {
        Dictionary<string, Inhibitor>? found = null;
        foreach (var (id, inhibition) in inhibitions)
        {
            if (!IsTarget(inhibition, region, threshold, severity))
            {
                continue;
            }

            IEnumerable<string> places = inhibition.Where == InhibitionPlace.Below ? [region, .. ancestorsOf(region)] : [region];
            foreach (var source in places.SelectMany(place => open.In(place)))
            {
                if (source.AlertId != alertId && IsSource(inhibition, source))
                {
                    (found ??= new(StringComparer.Ordinal)).TryAdd(source.AlertId, new Inhibitor(id, source));
                }
            }
        }

        return found is null ? [] : [.. found.Values.OrderBy(static one => one.Source.Seq)];
    }

    private static bool IsSource(Inhibition inhibition, OpenAlert alert) =>
        alert.Severity >= inhibition.Source.MinSeverity && Names(inhibition.Source.Thresholds, alert.Threshold);

    private static bool Names(IReadOnlyList<string> thresholds, string threshold) =>
        thresholds.Count == 0 || thresholds.Contains(threshold);

    private bool IsTarget(Inhibition inhibition, string region, string threshold, Severity severity) =>
        severity <= inhibition.Target.MaxSeverity
        && Names(inhibition.Target.Thresholds, threshold)
        && (inhibition.Regions.Count == 0 || IsWithinAny(region, inhibition.Regions));

    private bool IsWithinAny(string region, IReadOnlyList<string> roots) =>
        roots.Contains("*") || roots.Contains(region) || ancestorsOf(region).Any(above => roots.Contains(above));
}

/// <summary>What would hold an alert back.</summary>
/// <param name="Inhibition">Its id.</param>
/// <param name="Source">The alert that is open.</param>
internal sealed record Inhibitor(string Inhibition, OpenAlert Source);
