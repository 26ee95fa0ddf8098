using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>A day of somebody who tunes thresholds, in a browser.</summary>
public sealed class OperatorDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task An_operator_tries_a_change_saves_it_meets_another_restores_deletes_and_makes_one()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await Facts.ReportAsync(server, "Ramadi");
        await Facts.ReportAsync(server, "Fallujah");
        await server.Until(async () => await server.StatusAsync("api/v1/alerts/IQ-AN.two-towns.1") == 200, "the alert is raised");
        var key = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Ann","roles":["operator"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(key["key"]!.GetValue<string>(), "/thresholds");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Count alerts a week" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Counted over the past 8 weeks, 2 reports.")).ToBeVisibleAsync();
        await visitor.PictureAsync("thresholds-counted");
        await visitor.AssertSoundAsync();
        await page.GetByLabel("Filter").FillAsync("iq hit");
        await Assertions.Expect(page.Locator("table.thresholds tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("table.thresholds tbody tr")).ToContainTextAsync("0, at most 1 in nine weeks of ten");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Two towns hit" }).ClickAsync();
        await visitor.SeesAsync("Two towns hit");
        await Assertions.Expect(page.Locator(".preview")).ToContainTextAsync("Unchanged: 1");

        // What a change would do is seen before it is saved, and what is wrong with it at its field.
        await page.GetByLabel("At least", s_exact).FillAsync("3");
        await Assertions.Expect(page.Locator(".preview")).ToContainTextAsync("Gone: 1");
        await visitor.PictureAsync("threshold-edited");
        visitor.ExpectsRefusals = true;
        await page.GetByLabel("Clear below").FillAsync("5");
        await Assertions.Expect(page.Locator("#clearBelow-fault")).ToContainTextAsync("at most 'At least'");
        await visitor.PictureAsync("threshold-refused");
        await page.GetByLabel("Clear below").FillAsync("");
        await Assertions.Expect(page.Locator("#clearBelow-fault")).ToHaveCountAsync(0);
        await page.GetByLabel("Why it is changed").FillAsync("two towns are common");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved as version 2")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("table.versions tbody tr").First).ToContainTextAsync("two towns are common");
        await Assertions.Expect(page.Locator("table.comparison")).ToContainTextAsync("At least");
        await visitor.PictureAsync("threshold-saved");
        await visitor.AssertSoundAsync();

        // Somebody else is faster: one is told what they changed, and nothing is overwritten unasked.
        await page.GetByLabel("Cooldown").FillAsync("2 h");
        await server.SendAsync(
            HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns.Replace("severe", "critical", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("has changed it meanwhile")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Severity: severe")).ToBeVisibleAsync();
        await visitor.PictureAsync("threshold-conflict");
        await visitor.AssertSoundAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Load theirs" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Severity", s_exact)).ToHaveValueAsync("3");
        await Assertions.Expect(page.GetByLabel("Cooldown")).ToHaveValueAsync("PT0S");

        await page.GetByLabel("Cooldown").FillAsync("3 h");
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save mine over theirs" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved as version 5")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Severity", s_exact)).ToHaveValueAsync("3");

        // An older version is restored; after a deletion, too.
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Restore version 1" }).ClickAsync();
        await ConfirmAsync(page, "Restore");
        await Assertions.Expect(page.GetByText("Version 1 is restored as version 6")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Severity", s_exact)).ToHaveValueAsync("2");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Its open alert ends.");
        await visitor.PictureAsync("threshold-delete");
        await ConfirmAsync(page, "Delete");
        await Assertions.Expect(page.GetByText("Deleted by Ann")).ToBeVisibleAsync();
        await visitor.PictureAsync("threshold-deleted");
        await visitor.AssertSoundAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Restore version 2" }).ClickAsync();
        await ConfirmAsync(page, "Restore");
        await Assertions.Expect(page.GetByLabel("At least", s_exact)).ToHaveValueAsync("3");

        await LoseAsync(visitor, server);
        await MakeAsync(visitor);
        await LookAsync(browser, server);
    }

    private static readonly PageGetByLabelOptions s_exact = new() { Exact = true };

    /// <summary>While the server is away nothing is saved, nothing that was entered is lost, and it is saved once it is back.</summary>
    private static async Task LoseAsync(Visitor visitor, RunningServer server)
    {
        var save = visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save", Exact = true });
        visitor.IsServerAway = true;
        var port = server.Url.Port;
        await server.KillAsync();
        await visitor.Page.GetByLabel("At least", s_exact).FillAsync("4");
        await save.ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("Not saved. The server cannot be reached.")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator(".preview")).ToContainTextAsync("No preview: The server cannot be reached.");
        await visitor.PictureAsync("threshold-away");
        await server.RestartAsync(port);
        await save.ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("Saved as version 9")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator(".preview")).ToContainTextAsync("As it is saved.");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        visitor.IsServerAway = false;
    }

    private static async Task MakeAsync(Visitor visitor)
    {
        var page = visitor.Page;
        await visitor.GoAsync("/thresholds");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "New threshold" }).ClickAsync();
        await visitor.SeesAsync("New threshold");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Create threshold" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Not saved. 3 fields")).ToBeVisibleAsync();
        await page.GetByLabel("Id", s_exact).FillAsync("two-towns");
        await page.GetByLabel("Regions", s_exact).FillAsync("IQ");
        await page.GetByLabel("Regions", s_exact).PressAsync("Enter");
        await page.GetByLabel("Measure").SelectOptionAsync(new SelectOptionValue { Label = "killed: how many persons" });
        await page.GetByLabel("At least", s_exact).FillAsync("5");
        await Assertions.Expect(page.Locator(".preview")).ToContainTextAsync("New: 1");
        await visitor.PictureAsync("threshold-new-filled");
        await visitor.AssertSoundAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Create threshold" }).ClickAsync();
        await Assertions.Expect(page.GetByText("there is a threshold two-towns already")).ToBeVisibleAsync();
        await page.GetByLabel("Id", s_exact).FillAsync("many-killed");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Create threshold" }).ClickAsync();
        await visitor.SeesAsync("many-killed");
        await Assertions.Expect(page.GetByText("At least 5 killed within 24 h")).ToBeVisibleAsync();

        // What is edited is not lost unasked.
        await page.GetByLabel("At least", s_exact).FillAsync("6");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Alerts" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Stay" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("At least", s_exact)).ToHaveValueAsync("6");
        visitor.AssertFaultless();
    }

    private static async Task LookAsync(IBrowser browser, RunningServer server)
    {
        var key = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Night desk","roles":["desk"]}""");
        await using var desk = await Visitor.ComeAsync(browser, server.Url);
        await desk.SignInAsync(key["key"]!.GetValue<string>(), "/thresholds/two-towns");
        await desk.SeesAsync("Two towns hit");
        await Assertions.Expect(desk.Page.GetByText("You may look at thresholds.")).ToBeVisibleAsync();
        await Assertions.Expect(desk.Page.Locator(".preview")).ToHaveCountAsync(0);
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Restore" })).ToHaveCountAsync(0);
        await Assertions.Expect(desk.Page.GetByLabel("At least", s_exact)).Not.ToBeEditableAsync();
        await desk.PictureAsync("threshold-read-only");
        await desk.AssertSoundAsync();
    }

    private static Task ConfirmAsync(Microsoft.Playwright.IPage page, string act) => page.GetByRole(AriaRole.Dialog)
        .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = act }).ClickAsync();
}
