namespace Alerting.Server.Tests.Access.Matrix;

/// <summary>The rows of the table about contacts, schedules and policies, and bodies of them.</summary>
internal static class OnCallRows
{
    private const string Reads = "koua";
    private const string Writes = "oa";

    public static IReadOnlyList<Row> All { get; } =
    [
        .. Catalog("contacts", Contact),
        .. Catalog(
            "schedules", static region => Schedule(region),
            new Ask("schedules/@-new", Schedule("IQ-AN", "foreign"), At: "$.layers[0].contacts[0]")),
        new("GET", "schedules/{id}/on-call", Reads, new Ask("schedules/here/on-call"), new Ask("schedules/foreign/on-call")),
        new("GET", "schedules/{id}.ics", Reads, new Ask("schedules/here.ics"), new Ask("schedules/foreign.ics")),
        .. Catalog(
            "policies", static region => Policy(region),
            new Ask("policies/@-new", Policy("IQ-AN", "schedule:foreign"), At: "$.steps[0].notify[0]"),
            new Ask("policies/@-new", Policy("IQ-AN", "contact:foreign"), At: "$.steps[0].notify[0]")),
    ];

    public static string Contact(string region) => $$"""
        {"name":"x","regions":["{{region}}"],
         "channels":[{"url":"http://127.0.0.1:9/hook","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}]}
        """;

    public static string Schedule(string region, string contact = "anybody") => $$"""
        {"timeZone":"Asia/Baghdad","regions":["{{region}}"],
         "layers":[{"contacts":["{{contact}}"],"startsAt":"2026-01-01T00:00:00Z","shift":"P1W"}]}
        """;

    public static string Policy(string region, string target = "contact:anybody") =>
        $$"""{"regions":["{{region}}"],"steps":[{"after":"PT0S","notify":["{{target}}"]}]}""";

    /// <summary>Read where the regions meet the limits, changed where they lie within them.</summary>
    /// <param name="named">What may not be put, either, for what it names.</param>
    private static IEnumerable<Row> Catalog(string path, Func<string, string> body, params Ask[] named) =>
    [
        new("GET", path, Reads, new Ask(path), new Ask(path, null, Beyond.LeftOut)),
        new("GET", $"{path}/{{id}}", Reads, new Ask($"{path}/here"), new Ask($"{path}/foreign")),
        new("GET", $"{path}/{{id}}/versions", Reads, new Ask($"{path}/here/versions"), new Ask($"{path}/foreign/versions")),
        new("PUT", $"{path}/{{id}}", Writes, new Ask($"{path}/@", body("IQ-AN")),
        [
            .. named, new Ask($"{path}/foreign", body("IQ-AN")), new Ask($"{path}/wide", body("IQ-AN")),
            new Ask($"{path}/@-new", body("SE-AB"), At: "$.regions[0]"), new Ask($"{path}/@-new", body("IQ"), At: "$.regions[0]"),
            new Ask($"{path}/@-new", body("*"), At: "$.regions[0]"),
        ]),
        new("DELETE", $"{path}/{{id}}", Writes, new Ask($"{path}/none"), new Ask($"{path}/foreign"), new Ask($"{path}/wide")),
    ];
}
