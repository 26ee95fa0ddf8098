using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Notifications.Messages;

/// <summary>An alert of nowhere, with everything that one may have: what tests show, and what templates are tried with.</summary>
internal static class ExampleAlert
{
    public static Alert At(DateTimeOffset now) => new()
    {
        AlertId = "XX.example.1",
        Revision = 1,
        Change = AlertChange.Raised,
        Status = AlertStatus.Open,
        Threshold = new("example", 1, 1, "Example"),
        Region = new("XX", "Example region", null),
        Severity = Severity.Notice,
        Measure = new()
        {
            Name = Measure.Incidents,
            Value = 3,
            AtLeast = 3,
            Window = Duration.From(TimeSpan.FromHours(2)),
            From = now.AddHours(-2),
            To = now,
        },
        Towns = ["Example town"],
        EvidenceCount = 1,
        Evidence =
        [
            new()
            {
                IncidentId = "example:1", Region = "XX", Kind = "armed-assault", Town = "Example town",
                OccurredAt = now.AddMinutes(-5), GradeFactor = 1, Sources = ["example"], Summary = "This did not happen.",
            },
        ],
        Explanation = "This is a test: nothing has happened.",
        RaisedAt = now,
        UpdatedAt = now,
    };
}
