using Alerting.Console.Tests.Browser;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>Whoever looks after the subscriptions of a desk, in a browser.</summary>
public sealed class SubscriptionDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_subscription_is_created_tested_told_of_an_alert_changed_and_deleted()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        var desk = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Day desk","roles":["desk"],"regions":["IQ"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(desk["key"]!.GetValue<string>(), "/subscriptions");
        await Assertions.Expect(page.GetByText("There is no subscription yet.")).ToBeVisibleAsync();

        // What the server refuses is said at its field.
        await page.GetByRole(AriaRole.Button, new() { Name = "New subscription" }).ClickAsync();
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync("hq");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Headquarters");
        await page.GetByLabel("Address of the receiver").FillAsync("http://10.1.2.3/hook");
        await page.GetByLabel("two-towns").CheckAsync();
        visitor.ExpectsRefusals = true;
        await page.GetByRole(AriaRole.Button, new() { Name = "Create subscription" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Address of the receiver")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator("#channel-url-fault")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not saved. Address of the receiver:");
        await visitor.PictureAsync("subscription-refused");
        await visitor.AssertSoundAsync();

        await page.GetByLabel("Address of the receiver").FillAsync(receiver.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create subscription" }).ClickAsync();
        var secret = (await page.Locator("#issued-secret").InnerTextAsync()).Trim();
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy secret" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Copied.")).ToBeVisibleAsync();
        await visitor.PictureAsync("subscription-created");
        await visitor.AssertSoundAsync();

        await page.GetByRole(AriaRole.Row).GetByRole(AriaRole.Link, new() { Name = "Headquarters" }).ClickAsync();
        await visitor.SeesAsync("Headquarters");
        await Assertions.Expect(page.GetByText(secret)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The test was delivered: the receiver answered 200.")).ToBeVisibleAsync();
        Assert.Equal("subscription.test", receiver.Received[0].Json["type"]!.GetValue<string>());

        // A real alert, under the open page.
        await Facts.ReportAsync(server, "Ramadi");
        await Facts.ReportAsync(server, "Fallujah");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "IQ-AN.two-towns.1" }).Filter(new() { HasText = "raised" });
        await Assertions.Expect(row).ToContainTextAsync("delivered");
        await Assertions.Expect(row).ToContainTextAsync("answered 200");
        await visitor.PictureAsync("subscription-delivered");
        await visitor.AssertSoundAsync();
        var before = receiver.Count;
        await row.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await Assertions.Expect(page.GetByText("1 delivery is sent again.")).ToBeVisibleAsync();
        await server.Until(() => Task.FromResult(receiver.Count > before), "it is sent again");

        // A receiver that wants no more.
        receiver.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return Task.CompletedTask;
        };
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The test was not delivered: the receiver answered 410.")).ToBeVisibleAsync();

        // Somebody else has changed it meanwhile.
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await page.GetByLabel("Severity").SelectOptionAsync("critical");
        await server.SendAsync(
            HttpMethod.Put, "api/v1/subscriptions/hq",
            $$"""{"name":"HQ","regions":["IQ"],"channel":{"url":"{{receiver.Url}}"},"owner":"{{desk["id"]}}"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Somebody has changed this meanwhile.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await visitor.SeesAsync("HQ");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await page.GetByLabel("Severity").SelectOptionAsync("critical");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Critical alerts in IQ")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.GetByText("There is no subscription yet.")).ToBeVisibleAsync();
        visitor.AssertFaultless();
    }

    [Fact]
    public async Task An_auditor_sees_subscriptions_and_changes_none()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/hq", Facts.Subscription("http://127.0.0.1:9/hook", enabled: false));
        var auditor = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Auditor","roles":["auditor"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        await visitor.SignInAsync(auditor["key"]!.GetValue<string>(), "/subscriptions");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Headquarters" }))
            .ToContainTextAsync("disabled");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "New subscription" })).ToHaveCountAsync(0);
        await visitor.GoAsync("/subscriptions/hq");
        await visitor.SeesAsync("Headquarters");
        await Assertions.Expect(visitor.Page.GetByText("Nothing has matched yet.")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToHaveCountAsync(0);
        visitor.AssertFaultless();
    }
}
