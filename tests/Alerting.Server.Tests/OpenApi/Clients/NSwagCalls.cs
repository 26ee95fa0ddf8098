// Not compiled with the tests: NSwagClientTests compiles it together with the client that NSwag generates.
namespace Alerting.Generated;

/// <summary>A client's day: every call of the API, and a look at what it answered.</summary>
public static partial class Calls
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    public static async Task RunAsync(HttpClient http, string server, string hook, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var api = new AlertingClient(http) { BaseUrl = server };
        Expect(await api.GetLivenessAsync(cancellationToken) == "live", "live");
        Expect((await api.GetReadinessAsync(cancellationToken)).Status == ReadinessStatus.Ready, "ready");
        await SubscribeAsync(api, hook, cancellationToken);
        await ThresholdsAsync(api, now, cancellationToken);
        var alert = await ReportAsync(api, now, cancellationToken);
        await RegionsAsync(api, now, cancellationToken);
        await AlertsAsync(api, alert, cancellationToken);
        await SubscriptionsAsync(api, now, cancellationToken);
        await BacktestAsync(api, now, cancellationToken);
        await PlacesAsync(api, cancellationToken);
        await SilencesAsync(api, now, cancellationToken);
        await InhibitionsAsync(api, cancellationToken);
        await OnCallAsync(api, hook, now, cancellationToken);
        await KeysAsync(api, now, cancellationToken);
        await RefusalsAsync(api, cancellationToken);
    }

    private static Task SubscribeAsync(AlertingClient api, string hook, CancellationToken cancellationToken) => api.PutSubscriptionAsync(
        "desk",
        null,
        "*",
        new SubscriptionBody
        {
            Name = "Desk",
            Regions = ["IQ"],
            MinSeverity = Severity.Warning,
            Changes = [AlertChange.Raised, AlertChange.Updated, AlertChange.Acknowledged, AlertChange.Cleared],
            Channel = new ChannelBody { Url = hook, Secret = Secret },
        },
        cancellationToken);

    private static async Task ThresholdsAsync(AlertingClient api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var made = await api.PutThresholdAsync("typed", null, "*", Threshold(), cancellationToken);
        Expect(made.Match.Families.Single() == Family.AttackOnSecurityForces && made.Window == "PT2H"
            && made.ChangedAt <= now.AddHours(1), "a threshold is read");
        Expect((await api.GetThresholdAsync("typed", null, cancellationToken)).Version == 1, "its version is read");
        Expect((await api.ListThresholdsAsync(null, 1_000, null, cancellationToken)).Items.Any(t => t.Measure == Measure.Surge
            && t.Baseline == "P28D"), "all are read");
        var preview = await api.PreviewThresholdAsync("typed", 7, HistoryClock.Occurred, Threshold(), cancellationToken);
        Expect(preview is { InForceVersion: 1, Clock: HistoryClock.Occurred, ByChance.Permutations: 200 }, "a preview is read");
        await api.PutThresholdAsync("short", null, null, Threshold(), cancellationToken);
        await api.DeleteThresholdAsync("short", "*", null, "a test", cancellationToken);
        var versions = await api.ListThresholdVersionsAsync("short", null, null, null, cancellationToken);
        Expect(versions.Items.Last().Definition is null && versions.Items.First().Definition!.Scope.Depth == Depth.Leaf,
            "versions are read");
    }

    private static async Task<Alert> ReportAsync(AlertingClient api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answer = await api.PostReportsAsync([Report("1", "Ramadi", now), Report("2", "Hit", now),
            Report("3", "Ramadi", now, "no-such-kind")], cancellationToken);
        Expect(answer.Accepted == 2 && answer.Rejected == 1, "reports are taken");
        Expect(answer.Results.Last() is { Outcome: ReportStatus.Rejected, Error.Type: "unknown-kind" }, "a rejection is read");
        for (; ; )
        {
            var alerts = await api.ListAlertsAsync(AlertStatus.Open, ["IQ-AN"], Severity.Severe, 0, 10, null, cancellationToken);
            if (alerts.Items.FirstOrDefault(alert => alert.Threshold.Id == "typed") is { } alert)
            {
                Expect(alert is { Measure.Window: "PT2H", EndedAt: null, Evidence.Count: 2, Change: AlertChange.Raised },
                    "an alert is read");
                return alert;
            }
        }
    }

    private static async Task RegionsAsync(AlertingClient api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var put = await api.PutOverrideAsync(
            "IQ-AN", null, null, new OverrideBody { Level = ThreatLevel.Critical, Reason = "a test", ExpiresAt = now.AddDays(1) },
                cancellationToken);
        Expect(put.ExpiresAt > now, "an override is read");
        Expect((await api.GetOverrideAsync("IQ-AN", null, cancellationToken)).Level == ThreatLevel.Critical, "it is in force");
        var region = await api.GetRegionAsync("IQ-AN", null, null, cancellationToken);
        Expect(region is { Level: ThreatLevel.Critical, Trend: Trend.Rising, Override.Reason: "a test", Towns24h.Count: 2 },
            "a region is read");
        var regions = await api.ListRegionsAsync("IQ", ThreatLevel.Critical, null, false, null, null, 10, null, null, cancellationToken);
        Expect(regions.Items.Single().LastIncidentAt is not null && regions.Next is null, "regions are read");
        Expect(
            (await api.ListRegionsAsync(null, null, null, true, null, null, 2, null, null, cancellationToken)).Next is not null,
            "a page has a next one");
        var incidents = await api.ListIncidentsAsync("IQ-AN", null, null, null, cancellationToken);
        Expect(incidents.Items.All(i => i is { Kind: "armed-assault", Family: Family.AttackOnSecurityForces }
            && i.Reports.Single().Grade == "B2"), "incidents are read");
        var reports = await api.ListIncidentReportsAsync("IQ-AN", incidents.Items.First().IncidentId, null, 10, null, cancellationToken);
        Expect(reports.Items.Single().Grade == "B2", "all reports of an incident are read");
        var incident = await api.GetIncidentAsync(incidents.Items.First().IncidentId, "IQ-AN", null, 10, null, cancellationToken);
        var sent = await api.GetReportAsync(incident.Reports.Single().Source, incident.Reports.Single().ReportId, "IQ-AN", null, cancellationToken);
        Expect(sent is { Grade: "B2", Joined: "opened the incident" } && sent.Incident == incident.IncidentId, "a report is read as it was sent");
        Expect((await api.ListLevelChangesAsync("IQ-AN", null, null, null, cancellationToken)).Items.First().To == ThreatLevel.Critical,
            "changes are read");
        var series = await api.GetRegionSeriesAsync(
            "IQ-AN", now.AddDays(-1), null, "PT1H", ["level", "incidents"], null, cancellationToken);
        Expect(series is { Region: "IQ-AN", Step: "PT1H" }
            && series.Points.Last() is { Level: ThreatLevel.Critical, LevelNumber: 5, Score: null }
            && series.Points.Sum(point => point.Incidents) == 2, "a series of a region is read");
        await api.DeleteOverrideAsync("IQ-AN", null, null, "over", cancellationToken);
        var corrections = await api.SetClockAsync("IQ", new SetClockBody { Reason = "a test" }, cancellationToken);
        Expect(corrections.Items.Count == 0, "no clock is ahead");
        var outlines = await api.GetBoundariesAsync("IQ", BoundaryDetail.Low, null, null, cancellationToken);
        Expect(outlines.Features.Any(o => o.Properties is { Code: "IQ-AN", Parent: "IQ" }), "outlines are read");
        Expect((await api.ListKindsAsync(null, 1_000, null, cancellationToken)).Items.Any(k =>
            k is { Family: Family.AttackOnCivilians, Ucdp.Count: > 0 }), "kinds are read");
    }

    private static async Task AlertsAsync(AlertingClient api, Alert alert, CancellationToken cancellationToken)
    {
        var acknowledged = await api.AcknowledgeAlertAsync(alert.AlertId, null, null, new AcknowledgeBody { Note = "seen" }, cancellationToken);
        Expect(acknowledged.Acknowledged is { Note: "seen" }, "an acknowledgement is read");
        Expect((await api.GetAlertAsync(alert.AlertId, null, cancellationToken)).Revision >= 2, "an alert is read by its id");
        var series = await api.GetAlertSeriesAsync(null, null, "P1D", ["IQ"], Severity.Severe, "typed", null, cancellationToken);
        Expect(series.Points.Sum(point => point.Severe) == 1 && series.Points.Last().Notice == 0, "a series of alerts is read");
        var taken = await api.UnacknowledgeAlertAsync(alert.AlertId, null, null, cancellationToken);
        Expect(taken is { Change: AlertChange.Unacknowledged, Acknowledged: null }, "an acknowledgement is taken back");
        var assigned = await api.AssignAlertAsync(alert.AlertId, null, null, new AssigneeBody { To = "ann" }, cancellationToken);
        Expect(assigned is { Assignee.To: "ann", By: not null }, "an alert is given to somebody");
        var comment = new CommentBody { Text = "hm" };
        var said = await api.CommentAlertAsync(alert.AlertId, null, "nswag", comment, cancellationToken);
        var again = await api.CommentAlertAsync(alert.AlertId, null, "nswag", comment, cancellationToken);
        Expect(said is { Comment: "hm" } && again.Revision == said.Revision, "what is said under a key is said once");
        var disposition = new DispositionBody { Value = DispositionValue.TrueAlarm };
        var reviewed = await api.ReviewAlertAsync(alert.AlertId, null, null, disposition, cancellationToken);
        Expect(reviewed.Disposition is { Value: DispositionValue.TrueAlarm, Note: null }, "an alert is reviewed");
        var record = await api.GetThresholdRecordAsync(alert.Threshold.Id, 7, null, cancellationToken);
        Expect(record.Total is { Alerts: > 0, Reviewed: > 0, MedianTimeToAcknowledge: not null } && record.Weeks.Count == 1, "a record is read");
        var handover = await api.GetHandoverAsync(null, ["IQ"], cancellationToken);
        Expect(handover.Unacknowledged.Concat(handover.Acknowledged).Any(open => open.AlertId == alert.AlertId), "a handover is read");
        var timeline = await api.GetAlertTimelineAsync(alert.AlertId, 100, null, cancellationToken);
        Expect(timeline.Items.Any(item => item is { Kind: TimelineKind.Act, Change: AlertChange.Commented, Text: "hm" }), "a timeline is read");
        Expect((await api.ListAlertRevisionsAsync(alert.AlertId, null, 1, null, cancellationToken)).Items.Single().Acknowledged is null,
            "revisions are read");
        Expect((await api.GetAlertEscalationAsync(alert.AlertId, null, cancellationToken)).Items.Count == 0, "an escalation is read");
        using var feed = await api.GetCapFeedAsync(["IQ"], Severity.Notice, FeedLanguage.Fr, null, cancellationToken);
        Expect(await TextAsync(feed) is var entries && entries.Contains($"/{alert.AlertId}/revisions/1/cap.xml"), "a feed is read");
        using var document = await api.GetCapDocumentAsync(alert.AlertId, "1", null, cancellationToken);
        Expect((await TextAsync(document)).Contains("<msgType>Alert</msgType>"), "a document is read");
    }

    private static async Task<string> TextAsync(FileResponse response)
    {
        using var reader = new System.IO.StreamReader(response.Stream);
        return await reader.ReadToEndAsync();
    }

    private static async Task SubscriptionsAsync(AlertingClient api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while ((await api.ListDeliveriesAsync("desk", DeliveryStatus.Delivered, null, 10, null, cancellationToken)).Items.Count == 0)
        {
        }

        Expect((await api.ReplayDeliveriesAsync("desk", null, null, null, new ReplayBody { From = now.AddDays(-1) },
            cancellationToken)).Replayed > 0, "a replay by body");
        Expect((await api.ReplayDeliveriesAsync("desk", null, null, now.AddDays(1), null, cancellationToken)).Replayed == 0,
            "a replay by query");
        Expect((await api.TestSubscriptionAsync("desk", cancellationToken)).Delivered, "a test");
        var desk = await api.GetSubscriptionAsync("desk", null, cancellationToken);
        Expect(desk.Changes.Contains(AlertChange.Acknowledged) && desk.MinSeverity == Severity.Warning, "a subscription is read");
        Expect((await api.ListSubscriptionsAsync(null, null, null, cancellationToken)).Items.Single().Id == "desk", "subscriptions are read");
        await api.DeleteSubscriptionAsync("desk", "*", null, cancellationToken);
    }

    private static async Task BacktestAsync(AlertingClient api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var given = await api.RunBacktestAsync(
            [BacktestPart.Revisions, BacktestPart.Levels],
            new BacktestBody
            {
                Thresholds = [new DraftBody { Id = "draft", Scope = Iraq(), Measure = Measure.Towns, Window = "PT2H", AtLeast = 2,
                    Severity = Severity.Severe }],
                Reports = [Given("1", "Ramadi", now), Given("2", "Hit", now), Given("2", "Hit", now, "no-such-kind")],
            },
            cancellationToken);
        Expect(given.Alerts.Single().Revisions!.First().Change == AlertChange.Raised && given.Levels!.Count > 0, "a backtest is read");
        Expect(given.Rejected.Single() is { Index: 2, Error.Type: "unknown-kind" }, "its rejections are read");
        var stored = await api.RunBacktestAsync([BacktestPart.Odds],
            new BacktestBody
            {
                ThresholdIds = ["typed"], Regions = ["IQ"], From = now.AddDays(-1), Clock = HistoryClock.Occurred,
            },
            cancellationToken);
        Expect(stored.Clock == HistoryClock.Occurred && stored.Odds!.Single().Threshold == "typed", "its odds are read");
        Expect(stored.Alerts.Single().Status == AlertStatus.Cleared, "a backtest of what is stored is read");
    }

    private static async Task SilencesAsync(AlertingClient api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var schedule = new SilenceScheduleBody { Rrule = "FREQ=WEEKLY;BYDAY=SA", Duration = "PT8H", TimeZone = "Asia/Baghdad" };
        var made = await api.CreateSilenceAsync(new SilenceBody { Comment = "exercise", Schedule = schedule }, cancellationToken);
        Expect(made is { Schedule.TimeZone: "Asia/Baghdad", EndsAt: null, MaxSeverity: Severity.Severe }, "a silence is read");
        var once = new SilenceBody { Comment = "exercise", Regions = ["IQ"], EndsAt = now.AddDays(1) };
        Expect((await api.PutSilenceAsync(made.Id, "*", null, once, cancellationToken)).Status == SilenceStatus.Active, "it holds");
        Expect((await api.GetSilenceAsync(made.Id, cancellationToken)).Regions.Single() == "IQ", "it is found");
        Expect((await api.ListSilencesAsync("active", null, 10, null, cancellationToken)).Items.Count == 1, "silences are read");
        Expect((await api.ListHeldDeliveriesAsync(made.Id, null, null, null, cancellationToken)).Items.Count == 0, "it held nothing back");
        await api.DeleteSilenceAsync(made.Id, "*", null, cancellationToken);
        Expect((await api.ListSilenceVersionsAsync(made.Id, null, null, null, cancellationToken)).Items.Count == 3, "its versions are read");
    }

    private static async Task InhibitionsAsync(AlertingClient api, CancellationToken cancellationToken)
    {
        var body = new InhibitionBody
        {
            Source = new InhibitionSourceBody { Thresholds = ["typed"], MinSeverity = Severity.Critical },
            Target = new InhibitionTargetBody(),
            Where = InhibitionPlace.Below,
            Regions = ["IQ"],
        };
        var made = await api.PutInhibitionAsync("storm", null, "*", body, cancellationToken);
        Expect(made is { Target.MaxSeverity: Severity.Severe, Where: InhibitionPlace.Below, Version: 1 }, "an inhibition is read");
        Expect((await api.GetInhibitionAsync("storm", null, cancellationToken)).Source.Thresholds.Single() == "typed", "it is found");
        Expect((await api.ListInhibitionsAsync(null, 10, null, cancellationToken)).Items.Single().Id == "storm", "inhibitions are read");
        await api.DeleteInhibitionAsync("storm", "*", null, cancellationToken);
        Expect((await api.ListInhibitionVersionsAsync("storm", null, null, null, cancellationToken)).Items.Last().Definition is null, "gone");
    }

    private static async Task PlacesAsync(AlertingClient api, CancellationToken cancellationToken)
    {
        const string pair = "IQ-AN.anah.hit";
        var body = new PlaceBody { Name = "Ramadi", Aliases = ["Ar Rumadi"], Region = "IQ-AN" };
        var made = await api.PutPlaceAsync("ramadi", null, "*", body, cancellationToken);
        Expect(made is { Version: 1, Name: "Ramadi" }, "a place is read");
        Expect((await api.GetPlaceAsync("ramadi", null, cancellationToken)).Aliases.Single() == "Ar Rumadi", "it is found");
        Expect((await api.ListPlacesAsync("IQ", null, 10, null, cancellationToken)).Items.Single().Id == "ramadi", "places are read");
        await api.DeletePlaceAsync("ramadi", "*", null, "a test", cancellationToken);
        Expect((await api.ListPlaceVersionsAsync("ramadi", null, null, null, cancellationToken)).Items.Count == 2, "versions are read");
        Expect((await api.ListNameDoubtsAsync("IQ-AN", null, 10, null, cancellationToken)).Items.Count == 0, "nothing is in doubt");
        await api.PutNameDecisionAsync(pair, null, null, new NameDecisionBody { Decision = NameVerdict.Different }, cancellationToken);
        Expect((await api.GetNameDecisionAsync(pair, null, cancellationToken)).Decision == NameVerdict.Different, "a decision is read");
        Expect((await api.ListNameDecisionsAsync(null, null, null, null, cancellationToken)).Items.Count == 1, "decisions are read");
        await api.DeleteNameDecisionAsync(pair, "*", null, "a test", cancellationToken);
        Expect((await api.ListNameDecisionVersionsAsync(pair, null, null, null, cancellationToken)).Items.Count == 2, "all of them are read");

        var incidents = (await api.ListIncidentsAsync("IQ-AN", null, null, null, cancellationToken)).Items.Select(i => i.IncidentId).ToList();
        var one = await api.JoinIncidentsAsync(
            incidents[0], "IQ-AN", new JoinBody { With = incidents[1], Reason = "a test" }, cancellationToken);
        Expect(one.Reports.Count == 2, "joined incidents are read");
        var parted = await api.PartIncidentsAsync(incidents[0], "IQ-AN", new PartBody { With = incidents[1] }, cancellationToken);
        Expect(parted.Reports.Count == 1, "a parted incident is read");
    }

    private static async Task KeysAsync(AlertingClient api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var made = await api.CreateKeyAsync(
            new KeyBody { Name = "desk", Roles = [Role.Desk], Regions = ["IQ"], ExpiresAt = now.AddDays(1) }, cancellationToken);
        Expect(made.Roles.Single() == Role.Desk && made.Key.StartsWith("ak_"), "a key is read");
        Expect((await api.ListKeysAsync(null, null, null, cancellationToken)).Items.Count == 2, "keys are read");
        Expect((await api.GetKeyAsync(made.Id, null, cancellationToken)).Name == "desk", "a key is found");
        var next = await api.RotateKeyAsync(made.Id, new RotateBody { Grace = "PT1H" }, cancellationToken);
        Expect(next.FormerUntil > now, "the old key goes on");
        await api.OpenSessionAsync(new SessionBody { Key = next.Key }, cancellationToken);
        Expect((await api.GetSessionAsync(cancellationToken)).Kind == SubjectKind.Key, "who one is");
        await api.EndSessionAsync(cancellationToken);
        var audited = await api.ListAuditAsync(null, "key", made.Id, null, null, 10, null, cancellationToken);
        Expect(audited.Items.Select(entry => entry.Action).SequenceEqual(["key.created", "key.rotated"]), "the audit log is read");
        Expect((await api.RevokeKeyAsync(made.Id, "*", null, cancellationToken)).Subscriptions.Count == 0, "a key is revoked");
    }

    private static async Task RefusalsAsync(AlertingClient api, CancellationToken cancellationToken)
    {
        try
        {
            await api.GetAlertAsync("none", null, cancellationToken);
            Expect(false, "what is not there is not found");
        }
        catch (ApiException<Problem> problem)
        {
            Expect(problem.Result is { Type: "not-found", Status: 404 }, "a problem is read");
        }
    }

    private static ThresholdBody Threshold() => new()
    {
        Scope = Iraq(),
        Match = new MatchBody { Families = [Family.AttackOnSecurityForces], Kinds = ["armed-assault"] },
        Measure = Measure.Towns,
        Window = "PT2H",
        AtLeast = 2,
        ClearAfter = "PT15M",
        UpdateEvery = "PT0.5S",
        Severity = Severity.Severe,
    };

    private static ScopeBody Iraq() => new() { Regions = ["IQ"], Depth = Depth.Leaf };

    private static ReportBody Report(string id, string town, DateTimeOffset at, string kind = "armed-assault") => new()
    {
        ReportId = id, Source = "wire-a", Region = "IQ-AN", Town = town, Precision = Precision.Town, Kind = kind, OccurredAt = at,
            Grade = "B2",
        Location = new Location { Lat = 33.4, Lon = 43.3 },
    };

    private static BacktestReportBody Given(string id, string town, DateTimeOffset at, string kind = "armed-assault") => new()
    {
        ReportId = id, Source = "wire-a", Region = "IQ-AN", Town = town, Kind = kind, OccurredAt = at, ReceivedAt = at.AddMinutes(1),
    };

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Not so: {what}.");
        }
    }
}
