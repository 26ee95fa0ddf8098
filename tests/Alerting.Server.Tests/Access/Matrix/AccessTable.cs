namespace Alerting.Server.Tests.Access.Matrix;

/// <summary>How a request is answered that reaches beyond the caller's regions.</summary>
internal enum Beyond
{
    /// <summary>403.</summary>
    Forbidden,

    /// <summary>200, without a word of what is beyond.</summary>
    LeftOut,
}

/// <summary>A request.</summary>
/// <param name="Path">Below /api/v1/, or from the root where it begins with a slash; <c>@</c> stands for the caller.</param>
/// <param name="At">The path that a 403 names.</param>
internal sealed record Ask(string Path, string? Body = null, Beyond Beyond = Beyond.Forbidden, string? At = null);

/// <summary>A route, and who may use it.</summary>
/// <param name="Route">Its pattern, below /api/v1/ or from the root where it begins with a slash.</param>
/// <param name="Opens">
/// The roles that open it: r reporter, d dashboard, k desk, o operator, u auditor, a admin; empty: it is open to everybody.
/// </param>
/// <param name="Own">What a caller limited to IQ-AN may ask; null: nothing.</param>
/// <param name="Outside">What such a caller may not ask: about another country, and about its own as a whole.</param>
internal sealed record Row(string Method, string Route, string Opens, Ask? Own, params Ask[] Outside);

/// <summary>
/// Who may do what: every route of the server, in the words of the contract. A route that is not here fails the test.
/// </summary>
internal static class AccessTable
{
    private const string Any = "rdkoua";
    private const string Dashboard = "dkoua";
    private const string Desk = "koua";
    private const string DeskWrites = "koa";
    private const string OperatorWrites = "oa";
    private const string Admin = "a";

    private const string Channel =
        """ "channel":{"url":"http://127.0.0.1:9/hook","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"} """;

    public static IReadOnlyList<Row> Rows { get; } =
    [
        new("POST", "reports", "ra", new Ask("reports", Report("IQ-AN")),
            new Ask("reports", Report("SE-AB"), At: "$.region"), new Ask("reports", Report("IQ"), At: "$.region")),

        new("GET", "regions", Dashboard, new Ask("regions"), new Ask("regions?all=true&limit=1000", null, Beyond.LeftOut)),
        new("GET", "regions/stream", Dashboard, new Ask("regions/stream"), new Ask("regions/stream", null, Beyond.LeftOut)),
        new("GET", "regions/{code}", Dashboard, new Ask("regions/IQ-AN"), new Ask("regions/SE-AB"), new Ask("regions/IQ")),
        new("GET", "regions/{code}/incidents", Dashboard, new Ask("regions/IQ-AN/incidents"),
            new Ask("regions/SE-AB/incidents"), new Ask("regions/IQ/incidents")),
        new("GET", "regions/{code}/history", Dashboard, new Ask("regions/IQ-AN/history"),
            new Ask("regions/SE-AB/history"), new Ask("regions/IQ/history")),
        new("GET", "regions/{code}/series", Dashboard, new Ask("regions/IQ-AN/series"),
            new Ask("regions/SE-AB/series"), new Ask("regions/IQ/series")),
        new("GET", "regions/{code}/incidents/{incidentId}/reports", Dashboard, new Ask("regions/IQ-AN/incidents/wire:IQ-AN/reports"),
            new Ask("regions/SE-AB/incidents/wire:SE-AB/reports"), new Ask("regions/IQ/incidents/wire:IQ-AN/reports")),
        new("GET", "regions/{code}/override", Dashboard, new Ask("regions/IQ-AN/override"),
            new Ask("regions/SE-AB/override"), new Ask("regions/IQ/override")),
        new("PUT", "regions/{code}/override", OperatorWrites, new Ask("regions/IQ-AN/override", """{"level":"low","reason":"x"}"""),
            new Ask("regions/SE-AB/override", """{"level":"low","reason":"x"}"""),
            new Ask("regions/IQ/override", """{"level":"low","reason":"x"}""")),
        new("DELETE", "regions/{code}/override", OperatorWrites, new Ask("regions/IQ-AN/override"),
            new Ask("regions/SE-AB/override"), new Ask("regions/IQ/override")),
        new("POST", "regions/{code}/clock", OperatorWrites, new Ask("regions/IQ-AN/clock", """{"reason":"x"}"""),
            new Ask("regions/SE-AB/clock", """{"reason":"x"}"""), new Ask("regions/IQ/clock", """{"reason":"x"}""")),
        new("GET", "incidents/{incidentId}", Dashboard, new Ask("incidents/wire:IQ-AN"),
            new Ask("incidents/wire:SE-AB"), new Ask("incidents/wire:IQ-AN?region=IQ", null, At: "region"),
            new Ask("incidents/wire:SE-AB?region=SE-AB", null, At: "region")),
        new("GET", "reports/{source}/{reportId}", Dashboard, new Ask("reports/wire/IQ-AN"),
            new Ask("reports/wire/SE-AB"), new Ask("reports/wire/SE-AB?region=SE-AB", null, At: "region")),
        new("POST", "incidents/{incidentId}/join", OperatorWrites, new Ask("incidents/wire:IQ-AN/join", """{"with":"none"}"""),
            new Ask("incidents/wire:SE-AB/join", """{"with":"none"}"""),
            new Ask("incidents/wire:SE-AB/join?region=SE-AB", """{"with":"none"}""", At: "region")),
        new("POST", "incidents/{incidentId}/part", OperatorWrites, new Ask("incidents/wire:IQ-AN/part", """{"with":"none"}"""),
            new Ask("incidents/wire:SE-AB/part", """{"with":"none"}"""),
            new Ask("incidents/wire:SE-AB/part?region=SE-AB", """{"with":"none"}""", At: "region")),
        new("GET", "kinds", Any, new Ask("kinds")),
        new("GET", "boundaries", Dashboard, new Ask("boundaries?parent=IQ"),
            new Ask("boundaries?parent=SE", null, At: "parent"), new Ask("boundaries", null, Beyond.LeftOut)),

        new("GET", "places", Dashboard, new Ask("places"), new Ask("places", null, Beyond.LeftOut),
            new Ask("places?region=SE-AB", null, At: "region")),
        new("GET", "places/{id}", Dashboard, new Ask("places/here"), new Ask("places/foreign")),
        new("GET", "places/{id}/versions", Dashboard, new Ask("places/here/versions"), new Ask("places/foreign/versions")),
        new("PUT", "places/{id}", OperatorWrites, new Ask("places/@", Place("IQ-AN")),
            new Ask("places/foreign", Place("IQ-AN")), new Ask("places/@-new", Place("SE-AB"), At: "$.region"),
            new Ask("places/@-new", Place("IQ"), At: "$.region")),
        new("DELETE", "places/{id}", OperatorWrites, new Ask("places/none"), new Ask("places/foreign")),
        new("GET", "places/doubts", Dashboard, new Ask("places/doubts"), new Ask("places/doubts", null, Beyond.LeftOut),
            new Ask("places/doubts?region=SE-AB", null, At: "region")),
        new("GET", "places/decisions", Dashboard, new Ask("places/decisions"), new Ask("places/decisions", null, Beyond.LeftOut),
            new Ask("places/decisions?region=SE-AB", null, At: "region")),
        new("GET", "places/doubts/{id}", Dashboard, new Ask("places/doubts/IQ-AN.ana.hit"), new Ask("places/doubts/SE-AB.ana.hit")),
        new("GET", "places/doubts/{id}/versions", Dashboard, new Ask("places/doubts/IQ-AN.ana.hit/versions"),
            new Ask("places/doubts/SE-AB.ana.hit/versions")),
        new("PUT", "places/doubts/{id}", OperatorWrites, new Ask("places/doubts/IQ-AN.ana.hit", """{"decision":"different"}"""),
            new Ask("places/doubts/SE-AB.ana.hit", """{"decision":"different"}""")),
        new("DELETE", "places/doubts/{id}", OperatorWrites, new Ask("places/doubts/IQ-AN.ana.none"),
            new Ask("places/doubts/SE-AB.ana.hit")),

        new("GET", "alerts", Desk, new Ask("alerts"),
            new Ask("alerts", null, Beyond.LeftOut), new Ask("alerts?region=SE-AB", null, Beyond.LeftOut),
            new Ask("alerts?region=SE,IQ", null, Beyond.LeftOut)),
        new("GET", "alerts/stream", Desk, new Ask("alerts/stream"), new Ask("alerts/stream?after=0", null, Beyond.LeftOut)),
        new("GET", "alerts/series", Desk, new Ask("alerts/series"),
            new Ask("alerts/series", null, Beyond.LeftOut), new Ask("alerts/series?region=SE-AB", null, Beyond.LeftOut),
            new Ask("alerts/series?region=SE,IQ", null, Beyond.LeftOut)),
        new("GET", "alerts/{id}", Desk, new Ask("alerts/IQ-AN.any-here.1"),
            new Ask("alerts/SE-AB.any-here.1"), new Ask("alerts/IQ.any-here.1")),
        new("GET", "alerts/{id}/revisions", Desk, new Ask("alerts/IQ-AN.any-here.1/revisions"),
            new Ask("alerts/SE-AB.any-here.1/revisions"), new Ask("alerts/IQ.any-here.1/revisions")),
        new("GET", "alerts/{id}/timeline", Desk, new Ask("alerts/IQ-AN.any-here.1/timeline"),
            new Ask("alerts/SE-AB.any-here.1/timeline"), new Ask("alerts/IQ.any-here.1/timeline")),
        new("GET", "handover", Desk, new Ask("handover"), new Ask("handover", null, Beyond.LeftOut),
            new Ask("handover?regions=SE-AB", null, Beyond.LeftOut), new Ask("handover?regions=SE,IQ", null, Beyond.LeftOut)),
        new("GET", "alerts/{id}/revisions/{n}/cap.xml", Desk, new Ask("alerts/IQ-AN.any-here.1/revisions/1/cap.xml"),
            new Ask("alerts/SE-AB.any-here.1/revisions/1/cap.xml"), new Ask("alerts/IQ.any-here.1/revisions/1/cap.xml")),
        new("GET", "alerts/{id}/escalation", Desk, new Ask("alerts/IQ-AN.any-here.1/escalation"),
            new Ask("alerts/SE-AB.any-here.1/escalation"), new Ask("alerts/IQ.any-here.1/escalation")),
        new("GET", "feeds/cap.atom", Desk, new Ask("feeds/cap.atom"),
            new Ask("feeds/cap.atom", null, Beyond.LeftOut), new Ask("feeds/cap.atom?region=SE-AB", null, Beyond.LeftOut),
            new Ask("feeds/cap.atom?region=SE,IQ&minSeverity=notice", null, Beyond.LeftOut)),
        new("POST", "alerts/{id}/acknowledge", DeskWrites, new Ask("alerts/IQ-AN.any-here.1/acknowledge"),
            new Ask("alerts/SE-AB.any-here.1/acknowledge"), new Ask("alerts/IQ.any-here.1/acknowledge")),
        new("DELETE", "alerts/{id}/acknowledge", DeskWrites, new Ask("alerts/IQ-AN.any-here.1/acknowledge"),
            new Ask("alerts/SE-AB.any-here.1/acknowledge"), new Ask("alerts/IQ.any-here.1/acknowledge")),
        new("PUT", "alerts/{id}/assignee", DeskWrites, new Ask("alerts/IQ-AN.any-here.1/assignee", """{"to":"ann"}"""),
            new Ask("alerts/SE-AB.any-here.1/assignee", """{"to":"ann"}"""),
            new Ask("alerts/IQ.any-here.1/assignee", """{"to":"ann"}""")),
        new("POST", "alerts/{id}/comments", DeskWrites, new Ask("alerts/IQ-AN.any-here.1/comments", """{"text":"x"}"""),
            new Ask("alerts/SE-AB.any-here.1/comments", """{"text":"x"}"""),
            new Ask("alerts/IQ.any-here.1/comments", """{"text":"x"}""")),
        new("PUT", "alerts/{id}/disposition", DeskWrites, new Ask("alerts/IQ-AN.any-here.1/disposition", """{"value":"unclear"}"""),
            new Ask("alerts/SE-AB.any-here.1/disposition", """{"value":"unclear"}"""),
            new Ask("alerts/IQ.any-here.1/disposition", """{"value":"unclear"}""")),

        // Read where the scope meets the limits, changed where it lies within them.
        new("GET", "thresholds", Desk, new Ask("thresholds"), new Ask("thresholds", null, Beyond.LeftOut)),
        new("GET", "thresholds/{id}", Desk, new Ask("thresholds/any-here"), new Ask("thresholds/foreign")),
        new("GET", "thresholds/{id}/versions", Desk, new Ask("thresholds/any-here/versions"),
            new Ask("thresholds/foreign/versions")),
        new("GET", "thresholds/{id}/record", Desk, new Ask("thresholds/any-here/record"),
            new Ask("thresholds/any-here/record", null, Beyond.LeftOut), new Ask("thresholds/foreign/record")),
        new("PUT", "thresholds/{id}", OperatorWrites, new Ask("thresholds/own", Threshold("IQ-AN")),
            new Ask("thresholds/foreign", Threshold("IQ-AN")), new Ask("thresholds/any-here", Threshold("IQ-AN")),
            new Ask("thresholds/new", Threshold("SE-AB"), At: "$.scope.regions[0]"),
            new Ask("thresholds/new", Threshold("IQ"), At: "$.scope.regions[0]"),
            new Ask("thresholds/new", Threshold("*"), At: "$.scope.regions[0]")),
        new("DELETE", "thresholds/{id}", OperatorWrites, new Ask("thresholds/none"),
            new Ask("thresholds/foreign"), new Ask("thresholds/any-here")),
        new("POST", "thresholds/{id}/preview", OperatorWrites, new Ask("thresholds/draft/preview", Threshold("IQ-AN")),
            new Ask("thresholds/draft/preview", Threshold("SE-AB"), At: "$.scope.regions[0]"),
            new Ask("thresholds/foreign/preview", Threshold("IQ-AN"))),
        new("POST", "backtests", OperatorWrites, new Ask("backtests", Backtest("any-here", "IQ-AN")),
            new Ask("backtests", Backtest("any-here", "SE-AB"), At: "$.regions[0]"),
            new Ask("backtests", Backtest("any-here", "*"), At: "$.regions[0]"),
            new Ask("backtests", Backtest("foreign", "IQ-AN"), At: "$.thresholdIds[0]"),
            new Ask("backtests", $$"""{"thresholds":[{{Threshold("SE-AB")[..^1]}},"id":"x"}],"regions":["IQ-AN"]}""",
                At: "$.thresholds[0].scope.regions[0]"),
            new Ask("backtests", """{"thresholdIds":["any-here"],"regions":[]}""", Beyond.LeftOut)),

        // One's own; those of others only within one's limits, an admin's and an auditor's.
        new("GET", "silences", Desk, new Ask("silences"), new Ask("silences", null, Beyond.LeftOut)),
        new("POST", "silences", DeskWrites, new Ask("silences", Silence("IQ-AN")),
            new Ask("silences", Silence("SE-AB"), At: "$.regions[0]"), new Ask("silences", Silence("IQ"), At: "$.regions[0]"),
            new Ask("silences", Silence("*"), At: "$.regions[0]")),
        new("GET", "silences/{id}", Desk, new Ask("silences/here"), new Ask("silences/foreign")),
        new("GET", "silences/{id}/versions", Desk, new Ask("silences/here/versions"), new Ask("silences/foreign/versions")),
        new("GET", "silences/{id}/held", Desk, new Ask("silences/here/held"), new Ask("silences/foreign/held")),
        new("PUT", "silences/{id}", DeskWrites, new Ask("silences/@", Silence("IQ-AN")),
            new Ask("silences/foreign", Silence("IQ-AN")), new Ask("silences/wide", Silence("IQ-AN")),
            new Ask("silences/@-new", Silence("SE-AB"), At: "$.regions[0]")),
        new("DELETE", "silences/{id}", DeskWrites, new Ask("silences/none"), new Ask("silences/foreign"), new Ask("silences/wide")),

        new("GET", "inhibitions", Desk, new Ask("inhibitions"), new Ask("inhibitions", null, Beyond.LeftOut)),
        new("GET", "inhibitions/{id}", Desk, new Ask("inhibitions/here"), new Ask("inhibitions/foreign")),
        new("GET", "inhibitions/{id}/versions", Desk, new Ask("inhibitions/here/versions"), new Ask("inhibitions/foreign/versions")),
        new("PUT", "inhibitions/{id}", OperatorWrites, new Ask("inhibitions/@", Inhibition("IQ-AN")),
            new Ask("inhibitions/foreign", Inhibition("IQ-AN")), new Ask("inhibitions/wide", Inhibition("IQ-AN")),
            new Ask("inhibitions/@-new", Inhibition("SE-AB"), At: "$.regions[0]"),
            new Ask("inhibitions/@-new", Inhibition("IQ"), At: "$.regions[0]"),
            new Ask("inhibitions/@-new", Inhibition("*"), At: "$.regions[0]")),
        new("DELETE", "inhibitions/{id}", OperatorWrites, new Ask("inhibitions/none"),
            new Ask("inhibitions/foreign"), new Ask("inhibitions/wide")),

        .. OnCallRows.All,
        new("GET", "subscriptions", Desk, new Ask("subscriptions"), new Ask("subscriptions", null, Beyond.LeftOut)),
        new("GET", "subscriptions/{id}", Desk, new Ask("subscriptions/none"), new Ask("subscriptions/others")),
        new("PUT", "subscriptions/{id}", DeskWrites, new Ask("subscriptions/@", $$"""{"regions":["IQ-AN"],{{Channel}}}"""),
            new Ask("subscriptions/others", $"{{{Channel}}}"),
            new Ask("subscriptions/@", $$"""{"regions":["IQ-AN","SE-AB"],{{Channel}}}""", At: "$.regions[1]"),
            new Ask("subscriptions/@", $$"""{"regions":["*"],{{Channel}}}""", At: "$.regions[0]")),
        new("DELETE", "subscriptions/{id}", DeskWrites, new Ask("subscriptions/none"), new Ask("subscriptions/others")),
        new("GET", "subscriptions/{id}/deliveries", Desk, new Ask("subscriptions/none/deliveries"),
            new Ask("subscriptions/others/deliveries")),
        new("POST", "subscriptions/{id}/replay", DeskWrites, new Ask("subscriptions/none/replay"), new Ask("subscriptions/others/replay")),
        new("POST", "subscriptions/{id}/test", DeskWrites, new Ask("subscriptions/none/test"), new Ask("subscriptions/others/test")),

        // Keys open regions: whoever is limited to some manages none.
        new("GET", "keys", Admin, null, new Ask("keys")),
        new("POST", "keys", Admin, null, new Ask("keys", """{"name":"x","roles":["desk"],"regions":["IQ-AN"]}""")),
        new("GET", "keys/{id}", Admin, null, new Ask("keys/none")),
        new("DELETE", "keys/{id}", Admin, null, new Ask("keys/none")),
        new("POST", "keys/{id}/rotate", Admin, null, new Ask("keys/none/rotate")),

        new("GET", "audit", "ua", new Ask("audit?region=IQ-AN"),
            new Ask("audit?limit=1000", null, Beyond.LeftOut), new Ask("audit?region=SE-AB", null, Beyond.LeftOut),
            new Ask("audit?region=IQ", null, Beyond.LeftOut), new Ask("audit?target=foreign", null, Beyond.LeftOut)),

        new("POST", "session", "", new Ask("session", "{\"key\":\"@key\"}")),
        new("GET", "session", Any, new Ask("session")),
        new("DELETE", "session", Any, new Ask("session")),
        new("GET", "/sign-in/methods", "", new Ask("/sign-in/methods")),
        new("GET", "/sign-in/oidc", "", new Ask("/sign-in/oidc")),
        new("GET", "/healthz/live", "", new Ask("/healthz/live")),
        new("GET", "/healthz/ready", "", new Ask("/healthz/ready")),
        new("GET", "/openapi/{documentName}.json", "", new Ask("/openapi/v1.json")),
        new("GET", "/metrics", Any, new Ask("/metrics")),

        // The console is a program that shows nothing by itself.
        new("GET", "/", "", new Ask("/")),
        new("GET", "/alerts/{**rest}", "", new Ask("/alerts/IQ-AN.any-here.1")),
        new("GET", "/regions/{**rest}", "", new Ask("/regions/IQ-AN")),
        new("GET", "/subscriptions/{**rest}", "", new Ask("/subscriptions/hq")),
        new("GET", "/silences/{**rest}", "", new Ask("/silences/office")),
        new("GET", "/on-call/{**rest}", "", new Ask("/on-call/night")),
        new("GET", "/policies/{**rest}", "", new Ask("/policies/night")),
        new("GET", "/handover", "", new Ask("/handover")),
        new("GET", "/report", "", new Ask("/report")),
        new("GET", "/incident", "", new Ask("/incident")),
        new("GET", "/audit", "", new Ask("/audit")),
        new("GET", "/administration", "", new Ask("/administration")),
        new("GET", "/thresholds/{**rest}", "", new Ask("/thresholds/any-here")),
        new("GET", "/keys", "", new Ask("/keys")),
        new("GET", "/not-found", "", new Ask("/not-found")),

        // The dashboard shows grains of all regions.
        new("GET", "/dashboard/{**path}", Admin, null, new Ask("/dashboard/")),
    ];

    public static string Report(string region, string? id = null) =>
        $$"""{"reportId":"{{id ?? region}}","source":"wire","region":"{{region}}","kind":"shooting","occurredAt":"@now","killed":3}""";

    public static string Threshold(string region) =>
        $$"""{"scope":{"regions":["{{region}}"],"depth":"leaf"},"measure":"killed","window":"P1D","atLeast":1,"severity":"warning"}""";

    public static string Place(string region) => $$"""{"name":"Town of {{region}}","region":"{{region}}"}""";

    public static string Silence(string region) => $$"""{"comment":"x","regions":["{{region}}"],"endsAt":"@soon"}""";

    public static string Inhibition(string region) =>
        $$"""{"source":{"minSeverity":"critical"},"target":{},"regions":["{{region}}"]}""";

    private static string Backtest(string threshold, string region) =>
        $$"""{"thresholdIds":["{{threshold}}"],"regions":["{{region}}"]}""";
}
