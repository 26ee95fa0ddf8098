using Alerting.Alerts;
using Alerting.Inhibitions;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Inhibitions;
using Alerting.Notifications.Silences;
using Alerting.Notifications.Tests.Subscriptions;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Notifications.Tests.Inhibitions;

/// <summary>A subscription, the ledger that it reads, and what is open as of each position of that.</summary>
internal sealed class InhibitedDesk(Subscription? definition = null)
{
    private readonly Dictionary<string, int> _revisions = [];
    private InhibitionSet _rules = InhibitionSet.None;

    public StateHarness Desk { get; } = StateHarness.Configured(definition);

    public SilenceSet Silences { get; set; } = SilenceSet.None;

    public List<Alert> Ledger { get; } = [];

    public OpenAlerts Open { get; private set; } = OpenAlerts.None;

    public Holds Holds => new(Silences.At(Desk.Now), _rules.Over(Open));

    /// <summary>Other inhibitions are in force, and the subscription is woken.</summary>
    public void Inhibit(params Inhibition[] rules)
    {
        _rules = InhibitionSample.Set(rules);
        Release();
    }

    public void Release() => Desk.Raise(Desk.State.Release(Holds, Desk.Now));

    /// <summary>The ledger has a revision more, which the subscription has not read yet.</summary>
    public Alert Append(string region, string threshold, AlertChange change, Severity severity = Severity.Severe, int ordinal = 1)
    {
        var alertId = $"{region}.{threshold}.{ordinal}";
        var number = _revisions[alertId] = _revisions.GetValueOrDefault(alertId) + 1;
        var revision = AlertSample.Alert(Ledger.Count + 1, alertId, number, change, region, severity, threshold);
        Ledger.Add(revision);
        var raised = Open.In(region).FirstOrDefault(alert => alert.AlertId == alertId)?.Seq ?? revision.Seq;
        Open = revision.Status == AlertStatus.Open
            ? Open.With(revision.Seq, [], [new OpenAlert(alertId, region, threshold, severity, raised)])
            : Open.With(revision.Seq, [alertId], []);
        return revision;
    }

    /// <summary>The subscription reads on, as its grain does.</summary>
    public void Read()
    {
        Release();
        var state = Desk.State;
        var news = AlertSample.Ledger(Ledger).Skip((int)state.ScannedTo).ToList();
        if (state.Offer(news, AlertSample.IsWithin, Desk.Now, holds: Holds) is { } advanced)
        {
            Desk.Raise([advanced]);
        }
    }

    public void Tell(string region, string threshold, AlertChange change, Severity severity = Severity.Severe, int ordinal = 1)
    {
        Append(region, threshold, change, severity, ordinal);
        Read();
    }

    /// <summary>What became of each revision.</summary>
    public IEnumerable<string> Outcomes => Desk.State.Deliveries(0, 100, null).Items.Select(static delivery =>
        $"{delivery.Seq} {EnumNames.ToName(delivery.Outcome)}{(delivery.By is null ? "" : $" by {delivery.By}")}");
}
