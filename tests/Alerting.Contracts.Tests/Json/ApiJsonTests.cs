using System.Text.Json;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Contracts.Tests.Json;

public sealed class ApiJsonTests
{
    private static readonly Alert s_alert = new()
    {
        AlertId = "IQ-AN.simultaneous-assaults.7",
        Revision = 2,
        Change = AlertChange.Updated,
        Status = AlertStatus.Open,
        Seq = 1042,
        Threshold = new AlertThreshold("simultaneous-assaults", 3, 3, "Attacks in several towns at a time"),
        Region = new AlertRegion("IQ-AN", "Al Anbār", "IQ"),
        Severity = Severity.Critical,
        Measure = new AlertMeasure
        {
            Name = Measure.Towns,
            Value = 4,
            AtLeast = 3,
            Window = Duration.Parse("PT2H"),
            From = new DateTimeOffset(2014, 1, 1, 11, 30, 0, TimeSpan.Zero),
            To = new DateTimeOffset(2014, 1, 1, 13, 30, 0, 250, TimeSpan.Zero),
        },
        Towns = ["Fallujah", "Karmah", "Khalidiya", "Ramadi"],
        EvidenceCount = 6,
        Evidence =
        [
            new EvidenceItem
            {
                IncidentId = "wire-a:1",
                Region = "IQ-AN",
                Kind = "armed-assault",
                Town = "Ramadi",
                OccurredAt = new DateTimeOffset(2014, 1, 1, 13, 5, 0, TimeSpan.FromHours(3)),
                GradeFactor = 0.88125,
                Sources = ["wire-a", "stringer-1"],
            },
        ],
        Explanation = "4 towns of Al Anbār were hit within 2 h (threshold 3): Ramadi 13:05 <&>'+",
        RaisedAt = new DateTimeOffset(2014, 1, 1, 10, 30, 0, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2014, 1, 1, 10, 35, 0, TimeSpan.Zero),
    };

    private static readonly string s_expected = """
        {"alertId":"IQ-AN.simultaneous-assaults.7","revision":2,"change":"updated","reason":null,"status":"open","seq":1042,
        "threshold":{"id":"simultaneous-assaults","version":3,"raisedByVersion":3,"name":"Attacks in several towns at a time"},
        "region":{"code":"IQ-AN","name":"Al Anbār","parent":"IQ"},"severity":"critical",
        "measure":{"name":"towns","value":4,"certain":4,"atLeast":3,"window":"PT2H","from":"2014-01-01T11:30:00Z","to":"2014-01-01T13:30:00.25Z"},
        "towns":["Fallujah","Karmah","Khalidiya","Ramadi"],"townsCount":4,
        "evidenceCount":6,"evidence":[{"incidentId":"wire-a:1","region":"IQ-AN","kind":"armed-assault","town":"Ramadi","occurredAt":"2014-01-01T10:05:00Z","killed":0,"wounded":0,"gradeFactor":0.88125,"sources":["wire-a","stringer-1"],"sourcesCount":2,"location":null,"summary":null,"url":null}],
        "explanation":"4 towns of Al Anbār were hit within 2 h (threshold 3): Ramadi 13:05 <&>'+",
        "raisedAt":"2014-01-01T10:30:00Z","updatedAt":"2014-01-01T10:35:00Z","endedAt":null,"acknowledged":null,"doubts":[],"doubtsCount":0,"story":"IQ-AN.simultaneous-assaults.7",
        "links":{"console":"/alerts/IQ-AN.simultaneous-assaults.7","alert":"/api/v1/alerts/IQ-AN.simultaneous-assaults.7",
        "incidents":["/api/v1/incidents/wire-a%3A1?region=IQ-AN"]}}
        """.ReplaceLineEndings("");

    [Fact]
    public void Writes_alerts_as_the_contract_shows_them() =>
        Assert.Equal(s_expected, JsonSerializer.Serialize(s_alert, ApiJson.Wire.Alert));

    [Fact]
    public void Writes_alerts_as_webhooks_and_logs_do() =>
        Assert.Equal(s_expected, JsonSerializer.Serialize(s_alert, AlertJson.Wire.Alert));

    [Fact]
    public void Reads_alerts_back()
    {
        Alert[] alerts =
        [
            s_alert,
            s_alert with
            {
                Change = AlertChange.Acknowledged,
                EndedAt = s_alert.RaisedAt,
                Reason = "threshold-changed",
                Acknowledged = new Acknowledgement(s_alert.RaisedAt, "duty officer", null),
                Measure = new AlertMeasure { Name = Measure.Surge, Value = 2.5, AtLeast = 2, Expected = 3.25, Probability = 0.01 },
            },
        ];
        foreach (var alert in alerts)
        {
            var json = JsonSerializer.Serialize(alert, ApiJson.Wire.Alert);
            var read = JsonSerializer.Deserialize(json, ApiJson.Wire.Alert)!;
            Assert.Equal(json, JsonSerializer.Serialize(read, ApiJson.Wire.Alert));
        }
    }

    [Fact]
    public void Writes_expectation_of_surges_only() =>
        Assert.EndsWith(
            "\"to\":null,\"expected\":3.25,\"probability\":0.01}",
            JsonSerializer.Serialize(
                new AlertMeasure { Name = Measure.Surge, Value = 2, AtLeast = 2, Expected = 3.25, Probability = 0.01 },
                ApiJson.Wire.AlertMeasure),
            StringComparison.Ordinal);

    [Fact]
    public void Writes_no_number_that_is_none() =>
        Assert.ThrowsAny<ArgumentException>(() =>
            JsonSerializer.Serialize(
                new AlertMeasure { Name = Measure.Surge, Value = double.NaN, AtLeast = 2 }, ApiJson.Wire.AlertMeasure));

    [Fact]
    public void Writes_versions_without_what_follows_from_them() =>
        Assert.Equal(
            """{"id":"t","version":2,"definition":null,"at":"2014-01-01T10:30:00Z","author":"a","reason":null}""",
            JsonSerializer.Serialize(new ThresholdVersion("t", 2, null, s_alert.RaisedAt, "a", null), ApiJson.Wire.ThresholdVersion));

    [Fact]
    public void Writes_faults() =>
        Assert.Equal("""{"type":"t","detail":"d","path":null}""", JsonSerializer.Serialize(new Fault("t", "d"), ApiJson.Wire.Fault));
}
