using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>Every page, in light and dark, on a phone and on a wall.</summary>
public sealed class PagesTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly (string Name, string Path, string Heading)[] s_pages =
    [
        ("situation", "/", "Situation"), ("alerts", "/alerts", "Alerts"), ("alert", "/alerts/IQ-AN.two-towns.1", "Two towns hit"),
        ("region", "/regions/IQ-AN", "Al Anb"), ("country", "/regions/IQ", "Iraq"), ("keys", "/keys", "Keys"),
        ("subscriptions", "/subscriptions", "Subscriptions"), ("subscription", "/subscriptions/hq", "Headquarters"),
        ("silences", "/silences", "Silences"), ("silence", "/silences/works", "The bridge is being repaired"),
        ("on-call", "/on-call", "On call"), ("schedule", "/on-call/schedules/night", "night"),
        ("contact", "/on-call/contacts/ann", "Ann"), ("policies", "/policies", "Policies"), ("policy", "/policies/chiefs", "chiefs"),
        ("handover", "/handover", "Handover"),
        ("report", "/report", "File a report"), ("incident", "/incident?id=wire-a%3ARamadi&region=IQ-AN", "Ramadi"),
        ("audit", "/audit", "Audit"), ("administration", "/administration", "Administration"),
        ("thresholds", "/thresholds", "Thresholds"), ("threshold", "/thresholds/two-towns", "Two towns hit"),
        ("threshold-new", "/thresholds/_new", "New threshold"), ("not-found", "/not-found", "There is no such page"),
    ];

    [Fact]
    public async Task Pages_are_sound_in_light_and_dark_narrow_and_wide()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/hq", Facts.Subscription(receiver.Url));
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/gone", Facts.Subscription("http://127.0.0.1:9/hook", enabled: false));
        await Facts.ReportAsync(server, "Ramadi", at: (33.42, 43.3));
        await Facts.ReportAsync(server, "Fallujah", at: (33.35, 43.78));
        await Facts.ReportAsync(server, "Haditha", at: (34.13, 42.38));

        await Facts.ReportAsync(server, "Baghdad", "IQ-BG");
        await server.Until(
            async () => await server.StatusAsync("api/v1/alerts/IQ-AN.two-towns.1") == 200, "the alert is in the ledger");
        await server.SendAsync(
            HttpMethod.Put, "api/v1/regions/IQ-AN/override", """{"level":"moderate","reason":"The governor has spoken to both sides."}""");
        await server.SendAsync(HttpMethod.Delete, "api/v1/regions/IQ-AN/override", "");
        await SilenceAsync(server);
        await Facts.OnCallAsync(server, receiver.Url);
        await Facts.PolicyAsync(server);
        foreach (var (width, scheme) in new[]
        {
            (360, ColorScheme.Light), (360, ColorScheme.Dark), (1_280, ColorScheme.Light), (1_920, ColorScheme.Dark),
        })
        {
            await using var visitor = await Visitor.ComeAsync(browser, server.Url, width, scheme);
            await visitor.Page.GotoAsync("/");
            await visitor.SeesAsync("Sign in");
            await Assertions.Expect(visitor.Page.Locator($".console.{scheme.ToString().ToLowerInvariant()}")).ToBeVisibleAsync();
            await visitor.PictureAsync($"sign-in-{width}-{scheme}".ToLowerInvariant());
            await visitor.AssertSoundAsync();
            await visitor.SignInAsync(server.Key);
            foreach (var (name, path, heading) in s_pages)
            {
                await visitor.GoAsync(path);
                await visitor.SeesAsync(heading);
                await Assertions.Expect(visitor.Page.GetByText("Loading", new PageGetByTextOptions { Exact = true })).ToHaveCountAsync(0);
                if (name is "situation" or "country")
                {
                    await Assertions.Expect(visitor.Page.Locator(".map path")).ToHaveCountAsync(19);
                    await Assertions.Expect(visitor.Page.GetByLabel("Al Anbār: critical")).ToBeVisibleAsync();
                }

                if (name is "region")
                {
                    await Assertions.Expect(visitor.Page.Locator(".levels rect.level-moderate")).ToHaveCountAsync(1);
                    var chart = visitor.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Level, past hour:.*critical now") });
                    await Assertions.Expect(chart).ToBeVisibleAsync();
                    await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "The governor has spoken" }))
                        .ToContainTextAsync("moderate down from critical");
                }

                if (name is "alert")
                {
                    await Assertions.Expect(visitor.Page.Locator(".map > svg .mark")).ToHaveCountAsync(3);
                }

                if (name is "schedule")
                {
                    await Assertions.Expect(visitor.Page.Locator(".calendar .held").First).ToBeVisibleAsync();
                }

                if (name is "threshold")
                {
                    await Assertions.Expect(visitor.Page.Locator(".bars svg")).ToBeVisibleAsync();
                }

                await visitor.PictureAsync($"{name}-{width}-{scheme}".ToLowerInvariant());
                await visitor.AssertSoundAsync();
            }
        }
    }

    /// <summary>One that holds, one to come every weekend, and one that has ended.</summary>
    private static async Task SilenceAsync(RunningServer server)
    {
        var now = TimeProvider.System.GetUtcNow();
        await server.SendAsync(
            HttpMethod.Put, "api/v1/silences/works",
            $$"""{"comment":"The bridge is being repaired","regions":["IQ-BA"],"endsAt":"{{now.AddHours(40):O}}"}""");
        await server.SendAsync(
            HttpMethod.Put, "api/v1/silences/weekends",
            $$"""
            {
              "comment": "Nobody is in the office on weekends", "thresholds": ["two-towns"], "maxSeverity": "warning",
              "startsAt": "{{now.AddHours(1):O}}",
              "schedule": { "rrule": "FREQ=WEEKLY;BYDAY=FR,SA", "duration": "PT10H", "timeZone": "Asia/Baghdad" }
            }
            """);
        await server.SendAsync(
            HttpMethod.Put, "api/v1/silences/over", $$"""{"comment":"Drill of the fire brigade","endsAt":"{{now.AddSeconds(2):O}}"}""");
        await server.Until(
            async () => (await server.GetAsync("api/v1/silences/over"))["status"]!.GetValue<string>() == "ended", "one has ended");
    }
}
