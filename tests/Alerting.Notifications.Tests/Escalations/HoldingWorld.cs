using Alerting.Alerts;
using Alerting.Inhibitions;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Inhibitions;
using Alerting.Notifications.Silences;
using Alerting.Silences;
using Alerting.Thresholds;
using CsCheck;

namespace Alerting.Notifications.Tests.Escalations;

/// <summary>A silence in seconds of a world; it may be deleted before it ends.</summary>
internal sealed record HoldingSilence(int From, int To, int DeletedAt, Severity MaxSeverity)
{
    public static Gen<HoldingSilence> Any { get; } = Gen.Select(
        EscalationWorld.Tens(0, 120), EscalationWorld.Tens(1, 60), EscalationWorld.Tens(0, 180),
        EscalationWorld.OneOf(Severity.Severe, Severity.Critical),
        static (from, length, deleted, severity) => new HoldingSilence(from, from + length, deleted, severity));

    public bool Holds(int second) => From <= second && second < To && second < DeletedAt;

    public Silence ToSilence() => new()
    {
        Comment = "a test",
        StartsAt = AlertSample.Start.AddSeconds(From),
        EndsAt = AlertSample.Start.AddSeconds(To),
        MaxSeverity = MaxSeverity,
        CreatedBy = "test",
        CreatedAt = AlertSample.Start,
    };
}

/// <summary>An alert that holds back others from when it is raised until it is not grave enough any more, or ends.</summary>
internal sealed record HoldingAlert(int From, int FallsAt, int To)
{
    public static Gen<HoldingAlert> Any { get; } = Gen.Select(
        EscalationWorld.Tens(0, 120), EscalationWorld.Tens(1, 60), EscalationWorld.Tens(1, 60),
        static (from, falls, length) => new HoldingAlert(from, from + falls, from + length));

    public bool Holds(int second) => From <= second && second < To && second < FallsAt;

    public IEnumerable<(int At, Alert Alert)> Revisions(int number)
    {
        yield return (From, Of(number, 1, AlertChange.Raised, Severity.Severe));
        if (FallsAt < To)
        {
            yield return (FallsAt, Of(number, 2, AlertChange.Updated, Severity.Warning));
        }

        yield return (To, Of(number, 3, AlertChange.Cleared, Severity.Severe));
    }

    private static Alert Of(int number, int revision, AlertChange change, Severity severity) =>
        AlertSample.Alert(0, $"IQ-AN.raids.{number + 1}", revision, change, severity: severity, threshold: "raids");
}

/// <summary>What holds back in a world, as the product finds it out.</summary>
internal sealed class HoldingWorld(EscalationWorld world)
{
    private static readonly InhibitionSet s_inhibitions = new(
        [
            ("storm", new Inhibition
            {
                Source = new InhibitionSource { Thresholds = ["raids"], MinSeverity = Severity.Severe },
                Target = new InhibitionTarget { Thresholds = ["bombs"], MaxSeverity = Severity.Severe },
            }),
        ],
        static _ => ["IQ"]);

    private readonly IReadOnlyList<(int At, Alert Alert)> _ledger = world.Ledger();
    private readonly Dictionary<string, long> _raised = new(StringComparer.Ordinal);
    private SilenceSet _silences = SilenceSet.None;
    private int _deleted = -1;
    private OpenAlerts _open = OpenAlerts.None;

    public Holds At(int second)
    {
        var deleted = world.Silences.Select((silence, i) => second >= silence.DeletedAt ? 1 << i : 0).Sum();
        if (deleted != _deleted)
        {
            _deleted = deleted;
            _silences = new SilenceSet(
                [.. world.Silences.Select(static (silence, i) => ($"s{i}", silence.ToSilence())).Where((_, i) => (deleted & 1 << i) == 0)],
                AlertSample.IsWithin);
        }

        foreach (var (at, alert) in _ledger.Skip((int)_open.Head).TakeWhile(one => one.At <= second))
        {
            var raised = _raised[alert.AlertId] = _raised.GetValueOrDefault(alert.AlertId, alert.Seq);
            _open = alert.Status == AlertStatus.Open
                ? _open.With(alert.Seq, [], [new(alert.AlertId, alert.Region.Code, alert.Threshold.Id, alert.Severity, raised)])
                : _open.With(alert.Seq, [alert.AlertId], []);
        }

        return new Holds(_silences.At(EscalationWorld.Ticks(second)), s_inhibitions.Over(_open));
    }
}
