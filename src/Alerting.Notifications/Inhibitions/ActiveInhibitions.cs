using Alerting.Thresholds;

namespace Alerting.Notifications.Inhibitions;

/// <summary>
/// What inhibitions hold back as of a position of the ledger. Whether an alert is held back is found out when it is asked for,
/// and kept. Safe for concurrent use.
/// </summary>
internal sealed class ActiveInhibitions(InhibitionSet inhibitions, OpenAlerts open)
{
    private readonly Lock _gate = new();

    /// <summary>By id of an alert that is open, what holds it back; null: nothing does.</summary>
    private readonly Dictionary<string, Inhibitor?> _decided = new(StringComparer.Ordinal);

    /// <summary>Nothing is held back.</summary>
    public static ActiveInhibitions None { get; } = InhibitionSet.None.Over(OpenAlerts.None);

    /// <summary>The alerts that are open.</summary>
    public OpenAlerts Open => open;

    /// <summary>
    /// What holds such a revision back; null: nothing does. Of several alerts it is the one that was raised first.
    /// </summary>
    /// <param name="alertId">Of the alert, which may have ended or be of another severity now.</param>
    /// <param name="region">Code of the region of the alert.</param>
    public Inhibitor? Over(string alertId, string region, string threshold, Severity severity)
    {
        if (!inhibitions.CanHold(region, threshold, severity))
        {
            return null;
        }

        lock (_gate)
        {
            // As it stands now, it may itself be one of those that hold others back.
            return open.In(region).FirstOrDefault(one => one.AlertId == alertId) is { } alert && alert.Severity == severity
                ? VerdictOn(alert)
                : inhibitions.SourcesOver(alertId, region, threshold, severity, open)
                    .FirstOrDefault(source => VerdictOn(source.Source) is null);
        }
    }

    private Inhibitor? VerdictOn(OpenAlert alert)
    {
        if (!_decided.TryGetValue(alert.AlertId, out var verdict))
        {
            new InhibitionGraph(inhibitions, open, _decided).Decide(alert);
            verdict = _decided[alert.AlertId];
        }

        return verdict;
    }
}
