using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>Whoever says who is called, in a browser.</summary>
public sealed class PolicyDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly PageGetByLabelOptions s_exact = new() { Exact = true };

    [Fact]
    public async Task An_operator_makes_a_policy_moves_its_steps_and_meets_the_change_of_another()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await Facts.OnCallAsync(server, receiver.Url);
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(server.Key, "/policies");
        await Assertions.Expect(page.GetByText("There is no policy yet: nobody is called")).ToBeVisibleAsync();
        await visitor.PictureAsync("policies-empty");
        await visitor.AssertSoundAsync();

        await Press(page, "New policy");
        await page.GetByLabel("Id", s_exact).FillAsync("chiefs");
        await page.GetByLabel("Regions", s_exact).FillAsync("IQ");
        await page.Locator("#steps-0-notify").FillAsync("contact:bob");
        await Press(page, "Add to Who is called");
        await Press(page, "Add a step");
        await page.Locator("#steps-1-notify").FillAsync("schedule:nowhere");
        await page.Locator("#steps-1-notify").PressAsync("Tab");
        await page.Locator("#steps-1-after").FillAsync("0 s");
        visitor.ExpectsRefusals = true;
        await Press(page, "Create");
        await Assertions.Expect(page.Locator("#steps-1-notify-fault")).ToContainTextAsync("nowhere");
        await visitor.PictureAsync("policy-refused");
        await visitor.AssertSoundAsync();
        await Press(page, "Remove schedule:nowhere");
        await page.Locator("#steps-1-notify").FillAsync("schedule:night");
        await page.Locator("#steps-1-notify").PressAsync("Tab");
        await Press(page, "Move up step 2");
        await page.Locator("#steps-1-after").FillAsync("5 min");
        await page.GetByLabel("Gone through again").FillAsync("1");
        await Press(page, "Create");
        await visitor.SeesAsync("chiefs");
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("severe and worse in IQ");
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("at once night (on call), after 5 min bob; twice");
        await visitor.PictureAsync("policy");
        await visitor.AssertSoundAsync();

        await Press(page, "Change");
        await page.GetByLabel("Gone through again").FillAsync("3");
        var present = await server.GetAsync("api/v1/policies/chiefs");
        present["minSeverity"] = "critical";
        await server.SendAsync(HttpMethod.Put, "api/v1/policies/chiefs", present.ToJsonString());
        await Press(page, "Save");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody has changed this meanwhile");
        await Press(page, "Load theirs, and lose my edits");
        await Assertions.Expect(page.GetByLabel("Gone through again")).ToHaveValueAsync("1");
        await page.GetByLabel("From severity").SelectOptionAsync("warning and worse");
        await Press(page, "Save");
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("warning and worse in IQ");

        var desk = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Desk","roles":["desk"]}""");
        await using var other = await Visitor.ComeAsync(browser, server.Url);
        await other.SignInAsync(desk["key"]!.GetValue<string>(), "/policies");
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "chiefs" }))
            .ToContainTextAsync("at once night (on call), after 5 min bob; twice");
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Button, new() { Name = "New policy" })).ToHaveCountAsync(0);
        await other.GoAsync("/policies/chiefs");
        await other.SeesAsync("chiefs");
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToHaveCountAsync(0);
        other.AssertFaultless();

        await Press(page, "Delete");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.GetByText("There is no policy yet")).ToBeVisibleAsync();
        visitor.AssertFaultless();
    }

    private static Task Press(Microsoft.Playwright.IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
