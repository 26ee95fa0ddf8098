using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>Whoever sees to it that somebody is on call, in a browser.</summary>
public sealed class OnCallDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly PageGetByLabelOptions s_exact = new() { Exact = true };

    [Fact]
    public async Task An_operator_makes_contacts_and_a_schedule_sees_its_gaps_and_takes_over()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        var ann = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Ann","roles":["operator"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(ann["key"]!.GetValue<string>(), "/on-call");
        await Assertions.Expect(page.GetByText("There is no schedule yet")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("There is no contact yet")).ToBeVisibleAsync();
        await visitor.PictureAsync("on-call-empty");
        await visitor.AssertSoundAsync();

        await Press(page, "New contact");
        await page.GetByLabel("Id", s_exact).FillAsync("ann");
        await page.GetByLabel("Name", s_exact).FillAsync("Ann at night");
        await page.GetByLabel("Told by", s_exact).SelectOptionAsync("webhook");
        await page.GetByLabel("Address of the receiver").FillAsync(receiver.Url);
        await Press(page, "Add a channel");
        await page.Locator("#channels-1-url").FillAsync("ftp://nowhere/");
        visitor.ExpectsRefusals = true;
        await Press(page, "Create");
        await Assertions.Expect(page.Locator("#channels-1-url-fault")).ToBeVisibleAsync();
        await visitor.PictureAsync("contact-refused");
        await visitor.AssertSoundAsync();
        await Press(page, "Remove channel 2");
        await Press(page, "Create");
        await Assertions.Expect(page.Locator("#issued-secret-1")).ToContainTextAsync("whsec_");
        await visitor.PictureAsync("contact-made");
        await server.SendAsync(
            HttpMethod.Put, "api/v1/contacts/bob",
            $$"""{"name":"Bob","channels":[{"url":"{{receiver.Url}}","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}]}""");

        // What the server says of a field is said there; a layer of nights alone leaves the days without anybody.
        await Press(page, "New schedule");
        await page.GetByLabel("Id", s_exact).FillAsync("night");
        await Assertions.Expect(page.GetByLabel("Time zone")).ToHaveValueAsync("Asia/Baghdad");
        await page.Locator("#layers-0-contacts").FillAsync("ann, bob");
        await Press(page, "Add to Contacts");
        await page.GetByLabel("Part of the day").FillAsync("25:00-08:00");
        await Press(page, "Create");
        await Assertions.Expect(page.Locator("#layers-0-between-fault")).ToBeVisibleAsync();
        await visitor.PictureAsync("schedule-refused");
        await visitor.AssertSoundAsync();
        await page.GetByLabel("Part of the day").FillAsync("20:00-08:00");
        await Press(page, "Create");
        await visitor.SeesAsync("night");
        await Assertions.Expect(page.GetByText("Ann at night, Bob in turns of 7 days, 20:00 to 08:00 each day")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".warning, .fault").Filter(new() { HasText = "nobody is on call" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".calendar .held.gap").First).ToContainTextAsync("nobody");
        await Press(page, "After");
        await Assertions.Expect(page.Locator(".calendar .held.shift").First).ToBeVisibleAsync();
        await Press(page, "Today");
        await visitor.PictureAsync("schedule-gaps");
        await visitor.AssertSoundAsync();

        // Baghdad is three hours ahead, all year.
        await page.GetByText("Take over", new() { Exact = true }).First.ClickAsync();
        await page.GetByLabel("Who takes over").SelectOptionAsync("Bob");
        await Press(page, "Take over");
        await Assertions.Expect(page.Locator("form :invalid").First).ToBeVisibleAsync();
        await page.GetByLabel("To", s_exact).FillAsync(Local(9));
        await Press(page, "Take over");
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("in place of who would be");
        await Assertions.Expect(page.Locator(".calendar .held.override").First).ToContainTextAsync("Bob");
        await visitor.PictureAsync("schedule-taken-over");
        await visitor.AssertSoundAsync();
        visitor.AssertFaultless();
    }

    [Fact]
    public async Task Changes_of_others_are_told_and_readers_change_nothing()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await Facts.OnCallAsync(server, receiver.Url);
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(server.Key, "/on-call/schedules/night");
        await Press(page, "Change");
        await page.GetByLabel("Part of the day").FillAsync("");
        var present = await server.GetAsync("api/v1/schedules/night");
        present["timeZone"] = "Europe/Berlin";
        await server.SendAsync(HttpMethod.Put, "api/v1/schedules/night", present.ToJsonString());
        visitor.ExpectsRefusals = true;
        await Press(page, "Save");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody has changed this meanwhile");
        await Press(page, "Load theirs, and lose my edits");
        await Assertions.Expect(page.GetByLabel("Time zone")).ToHaveValueAsync("Europe/Berlin");
        await Assertions.Expect(page.GetByLabel("Part of the day")).ToHaveValueAsync("20:00-08:00");
        await page.GetByLabel("Part of the day").FillAsync("");
        await Press(page, "Save");
        await Assertions.Expect(page.GetByText("nobody is on call")).ToHaveCountAsync(0);

        // What a policy or a schedule names cannot be deleted, and why is said.
        await visitor.GoAsync("/on-call/contacts/ann");
        await visitor.SeesAsync("Ann");
        await DeleteAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("night");
        await visitor.PictureAsync("contact-named");
        await Press(page, "Change");
        await page.GetByLabel("Name", s_exact).FillAsync("Ann of the night");
        await Press(page, "Save");
        await visitor.SeesAsync("Ann of the night");

        // The line breaks and comes back under the open page, and so does who is on call.
        await visitor.GoAsync("/on-call");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "night" }).First;
        await Assertions.Expect(row).ToContainTextAsync("Ann of the night");
        visitor.IsServerAway = true;
        var port = server.Url.Port;
        await server.KillAsync();
        await Assertions.Expect(page.GetByText("The line to the server is broken")).ToBeVisibleAsync();
        await server.RestartAsync(port);
        await server.SendAsync(
            HttpMethod.Put, "api/v1/contacts/ann", (await server.GetAsync("api/v1/contacts/ann")).ToJsonString()
                .Replace("Ann of the night", "Ann again", StringComparison.Ordinal));
        await Assertions.Expect(row).ToContainTextAsync("Ann again");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await visitor.GoAsync("/on-call/schedules/night");
        await visitor.SeesAsync("night");
        await DeleteAsync(page);
        await Assertions.Expect(page.GetByText("There is no schedule yet")).ToBeVisibleAsync();
        visitor.AssertFaultless();

        await Facts.OnCallAsync(server, receiver.Url);
        foreach (var role in new[] { "desk", "auditor" })
        {
            var reader = await server.SendAsync(HttpMethod.Post, "api/v1/keys", $$"""{"name":"Reader","roles":["{{role}}"]}""");
            await using var other = await Visitor.ComeAsync(browser, server.Url);
            await other.SignInAsync(reader["key"]!.GetValue<string>(), "/on-call/schedules/night");
            await Assertions.Expect(other.Page.GetByRole(AriaRole.Link, new() { Name = "Save as iCalendar" })).ToBeVisibleAsync();
            await Assertions.Expect(other.Page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true })).ToHaveCountAsync(0);
            await Assertions.Expect(other.Page.GetByText("Take over")).ToHaveCountAsync(0);
            var download = await other.Page.RunAndWaitForDownloadAsync(
                () => other.Page.GetByRole(AriaRole.Link, new() { Name = "Save as iCalendar" }).ClickAsync());
            Assert.Contains("BEGIN:VEVENT", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
            other.AssertFaultless();
        }

        var board = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Board","roles":["dashboard"]}""");
        await using var dashboard = await Visitor.ComeAsync(browser, server.Url);
        await dashboard.SignInAsync(board["key"]!.GetValue<string>(), "/on-call");
        await Assertions.Expect(dashboard.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Who is on call is for desks");
        await Assertions.Expect(dashboard.Page.GetByRole(AriaRole.Link, new() { Name = "On call" })).ToHaveCountAsync(0);
        dashboard.AssertFaultless();
    }

    private static string Local(int hours) =>
        TimeProvider.System.GetUtcNow().AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static Task Press(Microsoft.Playwright.IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static async Task DeleteAsync(Microsoft.Playwright.IPage page)
    {
        await Press(page, "Delete");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
    }
}
