using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.TestKit;

/// <summary>Alerts and subscriptions of which a test changes what it is about.</summary>
public static class AlertSample
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static readonly DateTimeOffset Start = new(2014, 1, 1, 10, 0, 0, TimeSpan.Zero);

    public static Func<string, string, bool> IsWithin { get; } = RegionCatalog.Iso.IsWithin;

    public static Subscription Subscription(string url = "https://desk.example/hook") => new()
    {
        Id = "desk",
        Name = "Night desk",
        Channel = new() { Url = url, Secret = Secret },
    };

    /// <summary>The revisions as the ledger hands them out, when these are all that it holds of their alerts.</summary>
    public static IEnumerable<LedgerRevision> Ledger(params IEnumerable<Alert> revisions)
    {
        var highest = new Dictionary<string, Severity>();
        foreach (var revision in revisions)
        {
            Severity? before = highest.TryGetValue(revision.AlertId, out var known) ? known : null;
            yield return new LedgerRevision(revision, before);
            highest[revision.AlertId] = before is { } was && was > revision.Severity ? was : revision.Severity;
        }
    }

    public static Alert Alert(
        long seq = 1,
        string alertId = "IQ-AN.simultaneous-assaults.7",
        int revision = 1,
        AlertChange change = AlertChange.Raised,
        string region = "IQ-AN",
        Severity severity = Severity.Critical,
        string threshold = "simultaneous-assaults") => new()
        {
            AlertId = alertId,
            Revision = revision,
            Change = change,
            Status = change switch
            {
                AlertChange.Cleared => AlertStatus.Cleared,
                AlertChange.Cancelled => AlertStatus.Cancelled,
                _ => AlertStatus.Open,
            },
            Seq = seq,
            Threshold = new(threshold, 3, 3, "Simultaneous assaults"),
            Region = new(region, "Al Anbār", "IQ"),
            Severity = severity,
            Measure = new()
            {
                Name = Measure.Towns,
                Value = 4,
                AtLeast = 3,
                Window = Duration.Parse("PT2H"),
                From = Start.AddHours(-2),
                To = Start
            },
            Towns = ["Fallujah", "Ramadi"],
            EvidenceCount = 1,
            Evidence =
        [
            new()
            {
                IncidentId = "wire-a:1", Region = region, Kind = "armed-assault", Town = "Ramadi",
                OccurredAt = Start.AddMinutes(-5), Killed = 2, GradeFactor = 0.88125, Sources = ["wire-a", "stringer-1"]
            },
        ],
            Explanation = "4 towns of Al Anbār were hit within 2 h (threshold 3).",
            RaisedAt = Start,
            UpdatedAt = Start.AddSeconds(1.5),
        };
}
