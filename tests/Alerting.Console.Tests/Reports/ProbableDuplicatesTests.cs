using System.Net;
using Alerting.Console.Reports;
using Alerting.Kinds;
using Alerting.Reports;
using Xunit;

namespace Alerting.Console.Tests.Reports;

public sealed class ProbableDuplicatesTests
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static readonly Kind[] s_kinds =
    [
        new() { Slug = "armed-assault", Family = Family.Battle, Weight = 10 },
        new() { Slug = "shooting", Family = Family.Battle, Weight = 5 },
        new() { Slug = "riot", Family = Family.Unrest, Weight = 1 },
    ];

    private static readonly ReportBody s_report = new()
    {
        Source = "wire-b",
        ReportId = "b-1",
        Region = "IQ-AN",
        Town = "Ramadi",
        Kind = "armed-assault",
        OccurredAt = s_at,
    };

    [Theory]
    [InlineData("Ramadi", "armed-assault", 0, true)]
    [InlineData("ar-Ramadi", "shooting", 90, true)]
    [InlineData(null, "armed-assault", -119, true)]
    [InlineData("Ramadi", "riot", 0, false)]
    [InlineData("Fallujah", "armed-assault", 0, false)]
    [InlineData("Ramadi", "armed-assault", 121, false)]
    [InlineData("Ramadi", "armed-assault", -121, false)]
    public async Task An_incident_of_that_kind_town_and_time_is_warned_of(string? town, string kind, int minutes, bool isFound)
    {
        var server = Server(Incident("i-1", town, kind, s_at.AddMinutes(minutes)));
        Assert.Equal(isFound ? ["i-1"] : [], (await FindAsync(server)).Incidents.Select(static incident => incident.IncidentId));
    }

    [Fact]
    public async Task The_nearest_comes_first_and_what_is_older_is_not_read()
    {
        var server = Server(
            Incident("later", "Ramadi", "shooting", s_at.AddHours(5)), Incident("far", "Ramadi", "shooting", s_at.AddHours(1)),
            Incident("near", "Ramadi", "shooting", s_at.AddMinutes(-5)), Incident("older", "Ramadi", "shooting", s_at.AddDays(-1)));
        var found = await FindAsync(server);
        Assert.Equal(["near", "far"], found.Incidents.Select(static incident => incident.IncidentId));
        Assert.True(found.IsWhole);
        Assert.Equal(["/api/v1/regions/IQ-AN/incidents?limit=200"], server.Asked);
    }

    [Fact]
    public async Task The_report_itself_is_no_duplicate_of_itself()
    {
        var server = Server(Incident("i-1", "Ramadi", "shooting", s_at, "wire-b", "b-1"));
        Assert.Empty((await FindAsync(server)).Incidents);
    }

    [Fact]
    public async Task Of_something_long_ago_in_a_busy_region_it_is_said_that_not_all_was_looked_at()
    {
        var later = Enumerable.Range(0, 200).Select(static i => Incident($"i-{i}", "Ramadi", "shooting", s_at.AddDays(30))).ToArray();
        var server = Server("\"more\"", later);
        var found = await FindAsync(server);
        Assert.False(found.IsWhole);
        Assert.Equal((ProbableDuplicates.MaxRead / 200) + 1, server.Asked.Count);
    }

    [Fact]
    public async Task A_report_without_a_time_is_like_nothing()
    {
        var server = Server(Incident("i-1", "Ramadi", "shooting", s_at));
        Assert.Empty((await FindAsync(server, s_report with { OccurredAt = null })).Incidents);
        Assert.Empty(server.Asked);
    }

    private static Task<ProbableDuplicates> FindAsync(AnsweringHandler server, ReportBody? report = null) =>
        ProbableDuplicates.FindAsync(server.Client.Regions, "IQ-AN", report ?? s_report, s_kinds, TestContext.Current.CancellationToken);

    private static AnsweringHandler Server(params string[] incidents) => Server("null", incidents);

    private static AnsweringHandler Server(string next, string[] incidents) =>
        new(_ => (HttpStatusCode.OK, $$"""{"items":[{{string.Join(',', incidents)}}],"next":{{next}}}"""));

    private static string Incident(
        string id, string? town, string kind, DateTimeOffset at, string source = "wire-a", string reportId = "a-1") =>
        $$"""
        {"incidentId":"{{id}}","region":"IQ-AN","kind":"{{kind}}","family":"{{(kind == "riot" ? "unrest" : "battle")}}",
         "town":{{(town is null ? "null" : $"\"{town}\"")}},"occurredAt":"{{Instants.Format(at)}}","killed":1,"wounded":0,"gradeFactor":1,
         "weight":1,"actors":[],"sources":["{{source}}"],"sourcesCount":1,"location":null,"locationDoubt":false,"summary":null,"url":null,
         "reports":[{"source":"{{source}}","reportId":"{{reportId}}","revision":1,"grade":"B2","occurredAt":"{{Instants.Format(at)}}",
         "kind":"{{kind}}","joined":"opened it"}],"reportsCount":1}
        """;
}
