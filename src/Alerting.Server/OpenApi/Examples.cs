namespace Alerting.Server.OpenApi;

/// <summary>Example bodies in the description of the API. Tests send them to a server.</summary>
internal static class Examples
{
    public const string Reports = """
        [
          {
            "reportId": "2026-0101-1", "source": "wire-a", "region": "IQ-AN", "town": "Ramadi", "kind": "vehicle-bomb",
            "occurredAt": "2026-01-01T13:05:00+03:00", "killed": 4, "wounded": 11, "grade": "B2"
          }
        ]
        """;

    public const string Threshold = """
        {
          "name": "Assaults and bombs in several towns",
          "scope": { "regions": ["IQ"], "depth": "leaf" },
          "match": { "kinds": ["armed-assault"], "families": ["explosion"], "minGradeFactor": 0.2 },
          "measure": "towns", "window": "PT2H", "atLeast": 3, "clearAfter": "PT15M", "severity": "critical",
          "reason": "Agreed with the desk"
        }
        """;

    public const string Place = """
        {
          "name": "Karmah", "aliases": ["Garma", "Al-Karma"], "region": "IQ-AN", "location": { "lat": 33.4, "lon": 43.9 },
          "reason": "As the governorate spells it"
        }
        """;

    public const string Join = """{ "with": "wire-b:2026-0101-7", "reason": "One attack, told twice" }""";

    public const string Part = """{ "report": { "source": "wire-b", "reportId": "2026-0101-7" }, "reason": "Another street" }""";

    public const string NameDecision = """{ "decision": "same", "reason": "One town in two transliterations" }""";

    public const string Subscription = """
        {
          "name": "Duty desk", "regions": ["IQ"], "minSeverity": "severe", "changes": ["raised", "updated", "cleared", "cancelled"],
          "channel": {
            "type": "webhook", "url": "https://desk.example.org/alerts", "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
          }
        }
        """;

    public const string Silence = """
        {
          "comment": "Exercise in the governorate, agreed with the desk", "regions": ["IQ-AN"], "maxSeverity": "severe",
          "schedule": { "rrule": "FREQ=WEEKLY;BYDAY=SA,SU", "duration": "PT8H", "timeZone": "Asia/Baghdad" }
        }
        """;

    public const string Inhibition = """
        {
          "comment": "The alarm of the governorate says it all",
          "source": { "minSeverity": "critical" }, "target": { "maxSeverity": "severe" }, "where": "below", "regions": ["IQ"]
        }
        """;

    public const string Contact = """
        {
          "name": "Ann, duty officer", "regions": ["IQ"],
          "channels": [
            { "type": "webhook", "url": "https://desk.example.org/ann", "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3" }
          ]
        }
        """;

    public const string Schedule = """
        {
          "timeZone": "Asia/Baghdad",
          "layers": [
            { "contacts": ["ann", "bob"], "startsAt": "2026-01-05T08:00:00+03:00", "shift": "P1W", "between": "08:00-20:00" }
          ],
          "overrides": [{ "contact": "bob", "from": "2026-02-01T08:00:00+03:00", "to": "2026-02-02T08:00:00+03:00" }]
        }
        """;

    public const string Policy = """
        {
          "regions": ["IQ"], "minSeverity": "severe",
          "steps": [
            { "after": "PT0S", "notify": ["schedule:night"] }, { "after": "PT5M", "notify": ["contact:ann", "contact:bob"] }
          ],
          "repeat": 2
        }
        """;

    public const string Override = """{ "level": "severe", "reason": "Election day", "expiresAt": "2099-01-02T00:00:00Z" }""";

    public const string SetClock = """{ "reason": "The clock was five days ahead" }""";

    public const string Acknowledge = """{ "note": "Desk is on it" }""";

    public const string Assignee = """{ "to": "Night shift", "note": "Call the governorate again at six" }""";

    public const string Comment = """{ "text": "The hospital confirms twelve wounded" }""";

    public const string Disposition = """{ "value": "true-alarm", "note": "Confirmed by two sources on the ground" }""";

    public const string Key = """{ "name": "Baghdad desk", "roles": ["desk"], "regions": ["IQ"], "expiresAt": "2099-01-02T00:00:00Z" }""";

    public const string Rotate = """{ "grace": "PT24H" }""";

    public const string Session = """{ "key": "ak_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }""";

    public const string Replay = """{ "fromSeq": 1 }""";

    public const string Backtest = """
        {
          "thresholds": [
            {
              "id": "draft", "scope": { "regions": ["IQ"], "depth": "leaf" }, "measure": "killed", "window": "P1D", "atLeast": 5,
              "severity": "warning"
            }
          ],
          "reports": [
            {
              "reportId": "1", "source": "wire-a", "region": "IQ-AN", "kind": "armed-assault", "occurredAt": "2014-01-01T13:05:00+03:00",
              "killed": 6, "receivedAt": "2014-01-01T13:20:00+03:00"
            }
          ]
        }
        """;
}
