using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>An alert of which people are called, in a browser.</summary>
public sealed class EscalationDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Who_was_called_and_told_appears_under_the_open_page_until_somebody_acknowledges()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await Facts.ReportAsync(server, "Ramadi");
        await Facts.ReportAsync(server, "Fallujah");
        await server.Until(
            async () => await server.StatusAsync("api/v1/alerts/IQ-AN.two-towns.1") == 200, "the alert is in the ledger");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(server.Key, "/alerts/IQ-AN.two-towns.1");
        await Assertions.Expect(page.GetByText("No policy calls anybody of this alert.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".revisions li")).ToHaveCountAsync(1);

        // Of the next one somebody is called, and the second step is minutes away.
        await Facts.OnCallAsync(server, receiver.Url);
        await Facts.PolicyAsync(server);
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/hq", Facts.Subscription(receiver.Url));
        await Facts.ReportAsync(server, "Baghdad", "IQ-BG");
        await Facts.ReportAsync(server, "Sadr City", "IQ-BG");
        await server.Until(
            async () => await server.StatusAsync("api/v1/alerts/IQ-BG.two-towns.1") == 200, "the second alert is in the ledger");
        await visitor.GoAsync("/alerts/IQ-BG.two-towns.1");
        var escalation = page.Locator(".escalation");
        await Assertions.Expect(escalation).ToContainTextAsync("step 1 of round 1 was called; the next step falls due");
        await Assertions.Expect(escalation.GetByRole(AriaRole.Row).Filter(new() { HasText = "Ann" }).First).ToContainTextAsync("arrived");
        var told = page.Locator(".revisions li.told");
        await Assertions.Expect(told.Filter(new() { HasText = "Headquarters" }).First).ToContainTextAsync("delivered with one try");
        await Assertions.Expect(told.Filter(new() { HasText = "chiefs" }).First).ToContainTextAsync("Called by step 1, round 1");
        await Assertions.Expect(page.Locator(".revisions li.revision")).ToContainTextAsync("raised by two-towns");
        await visitor.PictureAsync("alert-escalating");
        await visitor.AssertSoundAsync();

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Show" }).SelectOptionAsync("what was found and done");
        await Assertions.Expect(told).ToHaveCountAsync(0);
        await page.GetByLabel("Note").FillAsync("on it");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Assertions.Expect(escalation).ToContainTextAsync("stopped, acknowledged by first admin");
        await Assertions.Expect(page.Locator(".revisions li.revision").First).ToContainTextAsync("“on it”");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Show" }).SelectOptionAsync("who was told and called");
        await Assertions.Expect(told.Filter(new() { HasText = "Told that somebody acknowledged it" }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".revisions li.revision")).ToHaveCountAsync(0);
        await visitor.PictureAsync("alert-escalation-stopped");
        await visitor.AssertSoundAsync();
        visitor.AssertFaultless();
    }
}
