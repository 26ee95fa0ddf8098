using System.Net;
using System.Net.Http.Headers;
using Alerting.Access;
using Alerting.Alerts;
using Alerting.Backtests;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Silences;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Client.Tests;

/// <summary>Each call against a real server.</summary>
public sealed class CallTests(SharedLiveServer shared) : IClassFixture<SharedLiveServer>
{
    private readonly AlertingClient _client = shared.Server.Api;

    [Fact]
    public async Task Lists_come_page_by_page_whole_and_in_order()
    {
        string[] codes = ["NO-03", "NO-11", "NO-15", "NO-18", "NO-30"];
        await _client.Thresholds.PutAsync("paged", Bodies.Threshold("NO"));
        foreach (var code in codes)
        {
            await _client.Reports.PostAsync(Bodies.Report(code, 1));
            await _client.Reports.PostAsync(Bodies.Report(code, 2));
        }

        await Task.WhenAll(codes.Select(code => shared.Server.Until(async () => await AlertOfAsync(code) is not null,
            $"{code} has its alert")));
        Assert.Equal(codes, await _client.Regions.ListAsync(parent: "NO", pageSize: 2).Select(static region => region.Code).ToListAsync());
        var alerts = await _client.Alerts.ListAsync(new AlertFilter { Regions = ["NO"] }, pageSize: 2).ToListAsync();
        Assert.True(alerts.Count > 2);
        Assert.Equal(alerts.Select(static alert => alert.Seq).Order(), alerts.Select(static alert => alert.Seq));
        Assert.Equal(10, (await _client.Regions.IncidentsAsync("NO", pageSize: 3).ToListAsync()).Count);
        Assert.Equal(
            (await _client.Kinds.ListAsync().ToListAsync()).Select(static kind => kind.Slug).Distinct().Count(),
            (await _client.Kinds.ListAsync().ToListAsync()).Count);
    }

    [Fact]
    public async Task Places_are_listed_those_of_a_region_and_below_it()
    {
        await shared.Server.SendAsync(
            HttpMethod.Put, "api/v1/places/haditha",
            """{"name":"Haditha","region":"IQ-AN","location":{"lat":34.13,"lon":42.38}}""");
        var place = Assert.Single(await _client.Places.ListAsync("IQ").ToListAsync());
        Assert.Equal(("haditha", "IQ-AN", new Location(34.13, 42.38)), (place.Id, place.Region, place.Location!.Value));
        Assert.Empty(await _client.Places.ListAsync("SE").ToListAsync());
        Assert.Contains(await _client.Places.ListAsync(pageSize: 1).ToListAsync(), static known => known.Id == "haditha");
    }

    [Fact]
    public async Task Reports_are_posted_alone_together_and_as_a_stream()
    {
        var one = await _client.Reports.PostAsync(Bodies.Report("FI-18", 1));
        Assert.Equal((ReportStatus.Accepted, "r-1"), (one.Outcome, one.ReportId));
        var several = await _client.Reports.PostAsync([Bodies.Report("FI-18", 2), Bodies.Report("FI-18", 3) with { Kind = "ieed" }]);
        Assert.Equal((1, 1), (several.Accepted, several.Rejected));
        Assert.Equal("$.kind", several.Results[1].Error!.Path);

        var results = await _client.Reports.PostAsync(Numbers(4, 300).Select(static number => Bodies.Report("FI-18",
            number))).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 300).Select(static index => (long)index), results.Select(static result => result.Index));
        Assert.All(results, static result => Assert.Equal(ReportStatus.Accepted, result.Outcome));
        var incident = await _client.Regions.IncidentsAsync("FI-18").FirstAsync();
        Assert.Single(await _client.Regions.ReportsAsync("FI-18", incident.IncidentId).ToListAsync());
        var detail = await _client.Regions.GetIncidentAsync(incident.IncidentId, "FI-18", pageSize: 1);
        var sent = await _client.Reports.GetAsync(detail.Reports[0].Source, detail.Reports[0].ReportId!, "FI-18");
        Assert.Equal((incident.IncidentId, 1), (sent.Incident, sent.Revision));
    }

    [Fact]
    public async Task Whether_the_server_is_ready_is_asked_beside_the_api()
    {
        var readiness = await _client.Health.ReadyAsync();
        Assert.Equal("ready", readiness.Status);
        Assert.Empty(readiness.Reasons);
    }

    [Fact]
    public async Task Keys_are_made_replaced_and_revoked()
    {
        var made = await _client.Keys.CreateAsync(new KeyBody { Name = "desk", Roles = [Role.Desk], Regions = ["FI"] });
        using var http = new HttpClient { BaseAddress = shared.Server.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Key);
        var desk = new AlertingClient(http);
        var who = await desk.Keys.WhoAmIAsync();
        Assert.Equal((made.Id, "desk", SubjectKind.Key), (who.Id, who.Name, who.Kind));
        Assert.Equal(["FI"], who.Regions);
        Assert.Contains(await _client.Keys.ListAsync(pageSize: 1).ToListAsync(), key => key.Id == made.Id);

        var next = await _client.Keys.RotateAsync(made.Id, new RotateBody { Grace = Duration.Parse("PT0S") });
        Assert.Equal(made.Id, next.Id);
        await Assert.ThrowsAsync<ProblemException>(() => desk.Keys.WhoAmIAsync());
        var tagged = await _client.Keys.GetAsync(made.Id);
        var stale = await Assert.ThrowsAsync<ProblemException>(
            () => _client.Keys.RevokeAsync(made.Id, Expect.Unchanged("\"0\"")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Empty((await _client.Keys.RevokeAsync(made.Id, Expect.Unchanged(tagged.Tag))).Subscriptions);
    }

    [Fact]
    public async Task Refusals_are_told_by_type_path_and_status()
    {
        var unknown = await Assert.ThrowsAsync<ProblemException>(() => _client.Reports.PostAsync(Bodies.Report("SE-ABC", 1)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, FaultTypes.UnknownRegion, "$.region"), (unknown.Status, unknown.Type,
            unknown.Problem.Path));
        Assert.Equal(1, Assert.IsType<ReportsProblem>(unknown.Problem).Rejected);

        var missing = await Assert.ThrowsAsync<ProblemException>(() => _client.Thresholds.GetAsync("nowhere"));
        Assert.Equal((HttpStatusCode.NotFound, FaultTypes.NotFound), (missing.Status, missing.Type));

        using var http = new HttpClient { BaseAddress = shared.Server.Url };
        var nobody = await Assert.ThrowsAsync<ProblemException>(() => new AlertingClient(http).Kinds.ListAsync().FirstAsync().AsTask());
        Assert.Equal(FaultTypes.Unauthorized, nobody.Type);
    }

    [Fact]
    public async Task Thresholds_are_changed_only_as_they_are_expected()
    {
        var made = await _client.Thresholds.PutAsync("tuned", Bodies.Threshold("DK") with { Reason = "first" }, Expect.Nothing);
        Assert.True(made.IsNew);
        var again = await Assert.ThrowsAsync<ProblemException>(() => _client.Thresholds.PutAsync("tuned", Bodies.Threshold("DK"),
            Expect.Nothing));
        Assert.Equal(FaultTypes.PreconditionFailed, again.Type);

        var changed = await _client.Thresholds.PutAsync("tuned", Bodies.Threshold("DK") with { AtLeast = 2 }, Expect.Unchanged(made.Tag));
        Assert.Equal((2.0, 2), (changed.Value.AtLeast, changed.Value.Version));
        Assert.Equal(changed.Tag, (await _client.Thresholds.GetAsync("tuned")).Tag);
        Assert.Contains(await _client.Thresholds.ListAsync(pageSize: 1).ToListAsync(), static threshold => threshold.Id == "tuned");

        var preview = await _client.Thresholds.PreviewAsync("tuned", Bodies.Threshold("DK"), days: 2, HistoryClock.Occurred);
        Assert.Equal(("tuned", 2, HistoryClock.Occurred), (preview.Id, preview.InForceVersion, preview.Clock));
        Assert.Equal(200, preview.ByChance.Permutations);
        var record = await _client.Thresholds.RecordAsync("tuned", days: 7);
        Assert.Equal(("tuned", 0, TimeSpan.FromDays(7)), (record.Threshold, record.Total.Alerts, record.To - record.From));
        await _client.Thresholds.DeleteAsync("tuned", "enough", Expect.Unchanged(changed.Tag));
        Assert.Equal(["first", null, "enough"], (await _client.Thresholds.VersionsAsync("tuned",
            pageSize: 2).ToListAsync()).Select(static version => version.Reason));
    }

    [Fact]
    public async Task Alerts_are_read_and_acknowledged()
    {
        await _client.Thresholds.PutAsync("noticed", Bodies.Threshold("PL-14"));
        await _client.Reports.PostAsync(Bodies.Report("PL-14", 1));
        await shared.Server.Until(async () => await AlertOfAsync("PL-14") is not null, "the alert is there");
        var alert = (await AlertOfAsync("PL-14"))!;

        var acknowledged = await _client.Alerts.AcknowledgeAsync(alert.AlertId, "on it");
        Assert.Equal("on it", acknowledged.Acknowledged!.Note);
        Assert.Equal("on it", (await _client.Alerts.GetAsync(alert.AlertId)).Acknowledged!.Note);
        Assert.Equal(
            [AlertChange.Raised, AlertChange.Acknowledged],
            (await _client.Alerts.RevisionsAsync(alert.AlertId, pageSize: 1).ToListAsync()).Select(static revision => revision.Change));
        var raised = await _client.Alerts.SeriesAsync(
            alert.RaisedAt.AddDays(-1), step: Duration.Parse("PT12H"), regions: ["PL"], minSeverity: alert.Severity, threshold: "noticed");
        Assert.Equal(1, raised.Points.Sum(static point => point.Total));
    }

    [Fact]
    public async Task Regions_are_overridden_and_their_clocks_set()
    {
        var set = await _client.Regions.PutOverrideAsync("LV", new OverrideBody { Level = ThreatLevel.Severe, Reason = "election" },
            Expect.Nothing);
        Assert.True(set.IsNew);
        Assert.Equal(ThreatLevel.Severe, (await _client.Regions.GetAsync("LV")).Value.Level);
        Assert.Equal(set.Value, (await _client.Regions.GetOverrideAsync("LV")).Value);
        await _client.Regions.DeleteOverrideAsync("LV", "over", Expect.Unchanged(set.Tag));
        Assert.Equal(
            [ThreatLevel.Low, ThreatLevel.Severe],
            (await _client.Regions.HistoryAsync("LV", pageSize: 1).ToListAsync()).Select(static change => change.To));
        var series = await _client.Regions.SeriesAsync("LV", step: Duration.Parse("P1D"), fields: ["level", "incidents"]);
        Assert.Equal(
            ("LV", Duration.Parse("P1D"), ThreatLevel.Severe), (series.Region, series.Step, series.Points.Max(static p => p.Level)));
        Assert.All(series.Points, static point => Assert.Equal((0L, null, null), (point.Incidents, point.Score, point.Killed)));
        Assert.Empty(await _client.Regions.SetClockAsync("LV", new SetClockBody { Reason = "test" }));
    }

    [Fact]
    public async Task Silences_are_made_replaced_and_ended()
    {
        var body = new SilenceBody { Comment = "exercise", Regions = ["NO"], EndsAt = TimeProvider.System.GetUtcNow().AddHours(1) };
        var made = await _client.Silences.CreateAsync(body);
        Assert.Equal(("exercise", SilenceStatus.Active), (made.Comment, made.Status));
        var put = await _client.Silences.PutAsync(made.Id, body with { Comment = "longer" });
        Assert.Equal("longer", (await _client.Silences.GetAsync(made.Id)).Value.Comment);
        Assert.Contains(made.Id, await _client.Silences.ListAsync(SilenceStatus.Active).Select(static s => s.Id).ToListAsync());
        Assert.DoesNotContain(made.Id, await _client.Silences.ListAsync(SilenceStatus.Ended).Select(static s => s.Id).ToListAsync());
        Assert.Empty(await _client.Silences.HeldAsync(made.Id).ToListAsync());
        await _client.Silences.DeleteAsync(made.Id, Expect.Unchanged(put.Tag));
        Assert.Equal([1, 2, 3], await _client.Silences.VersionsAsync(made.Id, 1).Select(static v => v.Version).ToListAsync());
    }

    [Fact]
    public async Task Subscriptions_are_kept_tested_and_replayed()
    {
        var body = new SubscriptionBody
        {
            Channel = new ChannelBody { Url = "http://127.0.0.1:9/", Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3" },
            Regions = ["LT"],
        };
        var made = await _client.Subscriptions.PutAsync("desk", body, Expect.Nothing);
        Assert.True(made.IsNew);
        Assert.Equal(
            made.Value with { StartAfter = null }, (await _client.Subscriptions.GetAsync("desk")).Value with { StartAfter = null },
            Same);
        Assert.Equal("desk", (await _client.Subscriptions.ListAsync(pageSize: 1).FirstAsync()).Id);
        Assert.Empty(await _client.Subscriptions.DeliveriesAsync("desk", DeliveryStatus.Dead).ToListAsync());
        Assert.Equal(0, await _client.Subscriptions.ReplayAsync("desk", new ReplayBody { AllDead = true }));
        Assert.False((await _client.Subscriptions.TestAsync("desk")).Delivered);
        await _client.Subscriptions.DeleteAsync("desk", Expect.Unchanged(made.Tag));
        Assert.Empty(await _client.Subscriptions.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task A_backtest_tells_what_a_draft_would_have_raised()
    {
        var happened = DateTimeOffset.UnixEpoch.AddYears(44);
        var answer = await _client.Backtests.RunAsync(
            new BacktestBody
            {
                Thresholds = [new DraftBody
                {
                    Id = "draft", Scope = new ScopeBody { Regions = ["IQ"], Depth = Depth.Leaf }, Measure = Measure.Killed,
                        Window = Duration.Parse("P1D"),
                    AtLeast = 5, Severity = Severity.Warning,
                }],
                Reports = [new BacktestReportBody { Source = "a", Region = "IQ-AN", Kind = "ied", OccurredAt = happened, Killed = 6 }],
            },
            levels: false);
        Assert.Equal("draft", Assert.Single(answer.Alerts).Threshold.Id);
        Assert.Null(answer.Levels);
    }

    [Fact]
    public async Task A_registered_client_asks_the_server_it_was_registered_for()
    {
        var services = new ServiceCollection();
        services.AddAlertingClient(new Uri(shared.Server.Url.ToString().TrimEnd('/')), "ak_wrong");
        await using var provider = services.BuildServiceProvider();
        var refused = await Assert.ThrowsAsync<ProblemException>(
            () => provider.GetRequiredService<AlertingClient>().Regions.GetAsync("IQ"));
        Assert.Equal(FaultTypes.Unauthorized, refused.Type);
    }

    private static bool Same(SubscriptionView one, SubscriptionView other) =>
        (one.Id, one.Name, one.MinSeverity, one.Channel, one.Enabled) == (other.Id, other.Name, other.MinSeverity, other.Channel,
            other.Enabled);

    private static async IAsyncEnumerable<int> Numbers(int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            if (number % 100 == 0)
            {
                await Task.Yield();
            }

            yield return number;
        }
    }

    private async Task<Alert?> AlertOfAsync(string region) =>
        await _client.Alerts.ListAsync(new AlertFilter { Regions = [region] })
            .FirstOrDefaultAsync(static alert => alert.Threshold.Id is "paged" or "noticed");
}
