using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Notifications;
using Alerting.Notifications.Escalations;
using Alerting.Thresholds;
using CsCheck;

namespace Alerting.Notifications.Tests.Escalations;

/// <summary>What happens to alerts, to receivers and to the process, in seconds from <see cref="AlertSample.Start"/>.</summary>
internal sealed record EscalationWorld(
    IReadOnlyList<EscalationPolicy> Policies,
    IReadOnlyList<IReadOnlyList<AlertEvent>> Alerts,
    IReadOnlyList<Outage> Outages,
    IReadOnlyList<HoldingSilence> Silences,
    IReadOnlyList<HoldingAlert> Sources)
{
    /// <summary>Nothing but retries happens after this second.</summary>
    public const int End = 1_500;

    private static readonly string[] s_targets =
        ["contact:works", "contact:both", "contact:refuses", "contact:dead", "contact:flaky", "contact:unknown", "subscription:hq"];

    private static readonly Gen<EscalationStep> s_step = Gen.Select(
        OneOf(0, 10, 30, 60, 150, 240),
        OneOf(s_targets).Array[1, 3],
        static (after, targets) => new EscalationStep { After = Duration.From(TimeSpan.FromSeconds(after)), Notify = targets });

    private static readonly Gen<EscalationPolicy> s_policy = Gen.Select(
        s_step.Array[1, 3], Gen.Int[0, 2], OneOf(Severity.Notice, Severity.Severe),
        static (steps, repeat, severity) => new EscalationPolicy { Steps = steps, Repeat = repeat, MinSeverity = severity });

    private static readonly Gen<IReadOnlyList<AlertEvent>> s_alert = Gen.Select(
        Tens(0, 20),
        OneOf(Severity.Notice, Severity.Severe),
        Gen.Select(
            Tens(1, 25),
            Gen.Frequency(
                (4, Gen.Const(Happening.Acknowledged)), (3, Gen.Const(Happening.TakenBack)), (2, Gen.Const(Happening.Rises)),
                (2, Gen.Const(Happening.Updated)), (1, Gen.Const(Happening.Cleared)), (1, Gen.Const(Happening.Cancelled)))).Array[0, 8],
        static (raised, severity, changes) => Timeline(raised, severity, changes));

    public static Gen<EscalationWorld> Any { get; } = Gen.Select(
        s_policy.Array[1, 2], s_alert.Array[1, 3], Gen.Select(Tens(0, 120), Gen.Int[0, 300]).Array[0, 4],
        HoldingSilence.Any.Array[0, 3], HoldingAlert.Any.Array[0, 2],
        static (policies, alerts, outages, silences, sources) => new EscalationWorld(
            policies, alerts,
            [.. outages.Select(static outage => new Outage(outage.Item1, outage.Item2)).DistinctBy(static outage => outage.From)],
            silences, sources));

    public static long Ticks(int second) => AlertSample.Start.AddSeconds(second).UtcTicks;

    /// <summary>The revisions of all alerts in the order of the ledger.</summary>
    public IReadOnlyList<(int At, Alert Alert)> Ledger() =>
    [
        .. Alerts.SelectMany(static (events, alert) => events.Select((change, i) => (
                change.At, alert, Of: (Func<long, Alert>)(seq => change.ToAlert(alert, i + 1, seq)))))
            .Concat(Sources.SelectMany(static (source, number) => source.Revisions(number).Select(
                revision => (revision.At, alert: -1, Of: (Func<long, Alert>)(seq => revision.Alert with { Seq = seq })))))
            .OrderBy(static one => one.At).ThenBy(static one => one.alert)
            .Select(static (one, i) => (one.At, one.Of(i + 1))),
    ];

    /// <summary>What holds back, in a second, what is told of an alert of this severity: its id, and whether it is a silence.</summary>
    public (string By, bool IsSilence)? HoldAt(int second, Severity severity)
    {
        for (var silence = 0; silence < Silences.Count; silence++)
        {
            if (Silences[silence].Holds(second) && severity <= Silences[silence].MaxSeverity)
            {
                return ($"s{silence}", true);
            }
        }

        return severity <= Severity.Severe && Sources.Any(source => source.Holds(second)) ? ("storm", false) : null;
    }

    /// <summary>Whether the process runs in a second; it does in the one in which it is killed.</summary>
    public bool IsUp(int second) => !Outages.Any(outage => second > outage.From && second <= outage.From + outage.Length);

    public bool IsKilled(int second) => Outages.Any(outage => outage.From == second);

    /// <summary>Whom a step names, as far as they are known.</summary>
    public static StepCallee CalleeOf(string target) => new(
        target, null, target == "contact:both" ? 2 : 1, target == "contact:unknown" ? "there is no such contact" : null);

    /// <summary>How a receiver answers.</summary>
    public static NotificationVerdict Answer(string target, int second) => target switch
    {
        "contact:refuses" => new NotificationVerdict.Permanent(400, "it is refused"),
        "contact:dead" => new NotificationVerdict.Retry(null, "no answer"),
        "contact:flaky" when second % 90 < 60 => new NotificationVerdict.Retry(503, "busy"),
        _ => new NotificationVerdict.Delivered(200),
    };

    /// <summary>In tens, so that things often happen in the same second.</summary>
    internal static Gen<int> Tens(int least, int most) => Gen.Int[least, most].Select(static tens => tens * 10);

    internal static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static IReadOnlyList<AlertEvent> Timeline(int raised, Severity severity, (int After, Happening What)[] changes)
    {
        List<AlertEvent> events = [new(raised, Happening.Raised, severity, null)];
        foreach (var (after, what) in changes)
        {
            var last = events[^1];
            if (last.What is Happening.Cleared or Happening.Cancelled)
            {
                break;
            }

            string? by = what switch
            {
                Happening.Acknowledged => $"officer {events.Count}",
                Happening.TakenBack or Happening.Rises => null,
                _ => last.By,
            };
            events.Add(new(last.At + after, what, what == Happening.Rises ? Severity.Critical : last.Severity, by));
        }

        return events;
    }
}

internal enum Happening
{
    Raised,
    Updated,
    Rises,
    Acknowledged,
    TakenBack,
    Cleared,
    Cancelled,
}

/// <param name="By">Who has acknowledged the alert as of this; null: nobody.</param>
internal sealed record AlertEvent(int At, Happening What, Severity Severity, string? By)
{
    public Alert ToAlert(int alert, int revision, long seq) => AlertSample.Alert(
        seq, $"IQ-AN.bombs.{alert + 1}", revision,
        What switch
        {
            Happening.Raised => AlertChange.Raised,
            Happening.Acknowledged => AlertChange.Acknowledged,
            Happening.Cleared => AlertChange.Cleared,
            Happening.Cancelled => AlertChange.Cancelled,
            _ => AlertChange.Updated,
        },
        severity: Severity, threshold: "bombs") with
    {
        UpdatedAt = AlertSample.Start.AddSeconds(At),
        EndedAt = What is Happening.Cleared or Happening.Cancelled ? AlertSample.Start.AddSeconds(At) : null,
        Acknowledged = By is null ? null : new(AlertSample.Start.AddSeconds(At), By, null),
    };
}

/// <summary>The process is killed in the middle of a second and starts again so many seconds after it.</summary>
internal sealed record Outage(int From, int Length);
