using System.Text.RegularExpressions;
using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>An auditor in a browser.</summary>
public sealed class AuditDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task An_auditor_sees_who_changed_what_and_which_deliveries_are_in_trouble()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await server.SendAsync(
            HttpMethod.Put, "api/v1/thresholds/two-towns",
            Facts.TwoTowns.Replace("\"atLeast\":2", "\"atLeast\":3", StringComparison.Ordinal));
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/gone", Facts.Subscription("http://127.0.0.1:9/hook", enabled: false));
        var key = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Auditor","roles":["auditor"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(key["key"]!.GetValue<string>(), "/audit");
        var rows = page.GetByRole(AriaRole.Region, new() { Name = "Entries" }).Locator("table").First;
        await Assertions.Expect(rows).ToContainTextAsync("subscription.created");
        await page.GetByLabel("What", new() { Exact = true }).FillAsync("threshold");
        await page.GetByLabel("To what").FillAsync("two-towns");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(rows).ToContainTextAsync("threshold.replaced");
        await Assertions.Expect(rows).Not.ToContainTextAsync("subscription.created");
        var replaced = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "threshold.replaced" });
        await replaced.GetByText("members").ClickAsync();
        await Assertions.Expect(replaced.GetByRole(AriaRole.Row).Filter(new() { HasText = "atLeast" }))
            .ToHaveTextAsync(new Regex(@"^\s*atLeast\s*2\s*3\s*$"));
        await visitor.PictureAsync("audit-changes");
        await visitor.AssertSoundAsync();

        // Tomorrow there is nothing yet.
        await page.GetByLabel("From").FillAsync("2199-01-01T00:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("There is no such entry.")).ToBeVisibleAsync();
        visitor.ExpectsRefusals = true;
        await page.GetByLabel("Region").FillAsync("XX-99");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("XX-99");

        await visitor.GoAsync("/administration");
        await visitor.SeesAsync("Administration");
        await Assertions.Expect(page.GetByText("It takes requests, and warns of nothing.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("1 of 1 subscriptions is disabled or has dead letters.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Processes and grains" })).ToHaveCountAsync(0);
        await visitor.AssertSoundAsync();
    }

    [Fact]
    public async Task Who_may_not_read_a_page_is_told_so_and_sees_no_way_to_it()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        var key = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Screen","roles":["dashboard"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        await visitor.SignInAsync(key["key"]!.GetValue<string>());
        foreach (var (name, path, words) in new[]
        {
            ("Subscriptions", "/subscriptions", "Subscriptions are for desks"), ("Report", "/report", "Reports are filed by reporters"),
            ("Audit", "/audit", "The audit log is for auditors"), ("Administration", "/administration", "This is for auditors"),
        })
        {
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToHaveCountAsync(0);
            await visitor.GoAsync(path);
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(words);
        }

        visitor.AssertFaultless();
    }
}
