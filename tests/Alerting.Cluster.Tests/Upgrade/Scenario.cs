using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Alerting.Cluster.Tests.Faults;
using Alerting.Cluster.Tests.Load;

namespace Alerting.Cluster.Tests.Upgrade;

/// <summary>Makes a server store one of everything that is durable.</summary>
internal static class Scenario
{
    /// <summary>Nobody listens there: port 9 is that of the discard service.</summary>
    private const string Nowhere = "http://127.0.0.1:9/desk";

    private static readonly string[] s_regions = ["IQ-AN", "IQ-DI", "IQ-BG", "IQ-NI", "SY-HI", "SY-DY", "FR-75C"];
    private static readonly string[] s_towns = ["Hit", "Rutba", "Haditha", "Anah", "Qaim"];

    /// <summary>The instant of the scenario; in the past of every machine that runs it.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 15, 12, 0, 5, TimeSpan.Zero);

    /// <summary>Three starts of the process: an empty one, one with its clock days ahead, and one with the demo.</summary>
    public static async Task RunAsync(UpgradedServer server)
    {
        server.SetClock(Start);
        await server.StartAsync();
        await server.StopAsync();
        server.SetClock(Start.AddDays(5));
        await server.StartAsync();
        await server.PostAsync("reports", Report("ahead", "DE-BE", 0, Start.AddDays(5)));
        await server.StopAsync();
        server.SetClock(Start);
        await server.StartAsync("demo");
        await server.PostAsync("regions/DE/clock", """{"reason":"it was five days ahead"}""");
        await Wait.UntilAsync(
            async () => (await server.GetAsync("alerts"))["items"]!.AsArray().Count >= 3,
            "the demo has raised its alerts",
            () => server.LastWords);

        await TellAsync(server);
        await ReportAsync(server);
        await ActAsync(server);
    }

    /// <summary>A body of one report.</summary>
    public static string Report(
        string id, string region, int number, DateTimeOffset at, int revision = 1, int killed = 0, bool retracted = false)
    {
        var report = new JsonObject { ["reportId"] = id, ["revision"] = revision, ["source"] = $"wire-{number % 3}", ["region"] = region };
        if (retracted)
        {
            report["retracted"] = true;
            return report.ToJsonString();
        }

        report["town"] = s_towns[number % s_towns.Length];
        report["kind"] = number % 2 == 0 ? "armed-assault" : "ied";
        report["occurredAt"] = at.ToString("O", CultureInfo.InvariantCulture);
        report["grade"] = "B2";
        report["killed"] = killed;
        return report.ToJsonString();
    }

    /// <param name="url">Where the deliveries of the desk go from now on.</param>
    public static JsonObject Subscription(string url) => new()
    {
        ["name"] = "the desk",
        ["regions"] = new JsonArray("*"),
        ["startAfter"] = 0,
        ["changes"] = new JsonArray("raised", "updated", "acknowledged", "cleared", "cancelled"),
        ["channel"] = new JsonObject { ["type"] = "webhook", ["url"] = url, ["secret"] = Desk.Secret },
    };

    /// <summary>Thresholds changed, created and deleted; alerts of the demo delivered.</summary>
    private static async Task TellAsync(UpgradedServer server)
    {
        var changed = await server.GetAsync("thresholds/mass-casualty");
        var stricter = Threshold((string)changed["measure"]!, "PT24H", 12, "critical", "more than ten are too many");
        await server.PutAsync("thresholds/mass-casualty", stricter);
        await server.PutAsync("thresholds/two-towns", Threshold("towns", "PT2H", 2, "warning", "a trial"));
        await server.PutAsync("thresholds/short-lived", Threshold("incidents", "PT1H", 1000, "notice", null));
        await server.DeleteAsync("thresholds/short-lived");
        var port = TestPorts.Next();
        await using var desk = await Desk.StartAsync(port, seed: 1);
        await server.PutAsync("subscriptions/desk", Subscription($"http://127.0.0.1:{port}/desk"));
        await Wait.UntilAsync(() => desk.Received("desk").Count >= 3, "the alerts of the demo have arrived", () => server.LastWords);
        await DeliveredAsync(server);
        await server.PutAsync("subscriptions/desk", Subscription(Nowhere));
    }

    /// <summary>Some hundred reports, a part of them corrected and withdrawn.</summary>
    private static async Task ReportAsync(UpgradedServer server)
    {
        var lines = new StringBuilder();
        for (var number = 0; number < 300; number++)
        {
            lines.AppendLine(Report($"r-{number}", RegionOf(number), number, Start.AddMinutes(-number), killed: number % 7));
        }

        for (var number = 0; number < 300; number += 5)
        {
            var at = Start.AddMinutes(-number - 1);
            lines.AppendLine(Report($"r-{number}", RegionOf(number), number, at, revision: 2, killed: 9, retracted: number % 3 == 0));
        }

        // Withdrawn before it came.
        lines.AppendLine(Report("unknown", "IQ-AN", 1, Start, revision: 3, retracted: true));
        var answer = await server.PostAsync("reports", lines.ToString(), "application/x-ndjson");
        if ((int)answer["rejected"]! > 0)
        {
            throw new InvalidOperationException(answer.ToJsonString());
        }
    }

    private static async Task ActAsync(UpgradedServer server)
    {
        await server.PutAsync("regions/FR-75C/override", new JsonObject
        {
            ["level"] = "critical",
            ["reason"] = "a visit of state",
            ["expiresAt"] = Start.AddDays(10).ToString("O", CultureInfo.InvariantCulture),
        });
        var open = (await server.GetAsync("alerts?status=open"))["items"]!.AsArray();
        await server.PostAsync($"alerts/{open[0]!["alertId"]}/acknowledge", """{"note":"on it"}""");
        await QuietAsync(server);
    }

    private static JsonObject Threshold(string measure, string window, double atLeast, string severity, string? reason)
    {
        var threshold = new JsonObject
        {
            ["name"] = measure + " within " + window,
            ["scope"] = new JsonObject { ["regions"] = new JsonArray("*"), ["depth"] = "leaf" },
            ["measure"] = measure,
            ["window"] = window,
            ["atLeast"] = atLeast,
            ["severity"] = severity,
        };
        if (reason is not null)
        {
            threshold["reason"] = reason;
        }

        return threshold;
    }

    private static async Task DeliveredAsync(UpgradedServer server) => await Wait.UntilAsync(
        async () => (await Answers.DeliveriesAsync(server, "desk")).All(d => d.EndsWith(" delivered", StringComparison.Ordinal)),
        "all is recorded as delivered",
        () => server.LastWords);

    /// <summary>Until roll-ups, alerts and deliveries have come to rest: the subscription waits for nobody but its receiver.</summary>
    private static async Task QuietAsync(UpgradedServer server)
    {
        var since = TimeProvider.System.GetTimestamp();
        var before = "";
        await Wait.UntilAsync(
            async () =>
            {
                var alerts = await server.GetAsync("alerts?limit=1000");
                var regions = await server.GetAsync("regions?limit=1000");
                var deliveries = string.Join(',', await Answers.DeliveriesAsync(server, "desk"));
                var now = alerts.ToJsonString() + regions.ToJsonString() + deliveries;
                if (now != before)
                {
                    (before, since) = (now, TimeProvider.System.GetTimestamp());
                }

                return TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(3);
            },
            "nothing changes any more",
            () => server.LastWords);
    }

    private static string RegionOf(int number) => s_regions[number % s_regions.Length];
}
