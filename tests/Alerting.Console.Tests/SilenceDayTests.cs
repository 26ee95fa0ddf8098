using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>Whoever silences what is known already, in a browser.</summary>
public sealed class SilenceDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly PageGetByLabelOptions s_exact = new() { Exact = true };

    [Fact]
    public async Task A_desk_silences_for_a_day_at_most_sees_what_was_held_back_and_ends_it()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/hq", Facts.Subscription(receiver.Url));
        var desk = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Day desk","roles":["desk"],"regions":["IQ"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(desk["key"]!.GetValue<string>(), "/silences");
        await Assertions.Expect(page.GetByText("There is no silence: everything is delivered.")).ToBeVisibleAsync();
        await visitor.PictureAsync("silences-empty");

        // Longer than a desk may, and what the server says of it at its field.
        await page.GetByRole(AriaRole.Button, new() { Name = "New silence" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Holds", s_exact)).ToHaveCountAsync(0);
        await page.GetByLabel("Why nobody is to be told").FillAsync("The army exercises near Ramadi");
        await page.GetByLabel("Regions", s_exact).FillAsync("IQ-AN");
        await page.GetByLabel("To", s_exact).FillAsync(
            TimeProvider.System.GetUtcNow().AddHours(3).AddDays(2).ToString("yyyy-MM-dd'T'HH:mm", null));
        visitor.ExpectsRefusals = true;
        await page.GetByRole(AriaRole.Button, new() { Name = "Make silence" }).ClickAsync();
        await Assertions.Expect(page.Locator("#endsAt-fault")).ToContainTextAsync("more than 24 h");
        await visitor.PictureAsync("silence-refused");
        await visitor.AssertSoundAsync();

        // Baghdad is three hours ahead, all year.
        await page.GetByLabel("To", s_exact).FillAsync(
            TimeProvider.System.GetUtcNow().AddHours(3 + 6).ToString("yyyy-MM-dd'T'HH:mm", null));
        await page.GetByRole(AriaRole.Button, new() { Name = "Make silence" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Made:" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Row).GetByRole(AriaRole.Link, new() { Name = "The army exercises" }).ClickAsync();
        await visitor.SeesAsync("The army exercises near Ramadi");
        await Assertions.Expect(page.GetByText("alerts up to severe in IQ-AN")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("It has held nothing back.")).ToBeVisibleAsync();

        // An alert under the open page: held back, then delivered when somebody ends the silence.
        await Facts.ReportAsync(server, "Ramadi");
        await Facts.ReportAsync(server, "Fallujah");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "IQ-AN.two-towns.1" });
        await Assertions.Expect(row).ToContainTextAsync("silenced");
        Assert.Equal(0, receiver.Count);
        await visitor.PictureAsync("silence-held");
        await visitor.AssertSoundAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End it now" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "End" }).ClickAsync();
        await Assertions.Expect(page.Locator(".silence-ended")).ToBeVisibleAsync();
        await Assertions.Expect(row).ToContainTextAsync("delivered");
        Assert.Equal("silence ended", receiver.Received[0].Json["reason"]!.GetValue<string>());
        await visitor.PictureAsync("silence-ended");

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.GetByText("There is no silence: everything is delivered.")).ToBeVisibleAsync();
        visitor.AssertFaultless();
    }

    [Fact]
    public async Task An_operator_silences_every_weekend_and_changes_it()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        var ann = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Ann","roles":["operator"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(ann["key"]!.GetValue<string>(), "/silences");
        await page.GetByRole(AriaRole.Button, new() { Name = "New silence" }).ClickAsync();
        await page.GetByLabel("Why nobody is to be told").FillAsync("Nobody is in the office");
        await page.GetByLabel("Holds", s_exact).SelectOptionAsync("every week on some days");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make silence" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Choose at least one day.")).ToBeVisibleAsync();
        foreach (var day in TestDays)
        {
            await page.GetByLabel(day).CheckAsync();
        }

        await Assertions.Expect(page.GetByText("Choose at least one day.")).ToHaveCountAsync(0);
        await page.GetByLabel("Begins at").FillAsync("20:00");
        await page.GetByLabel("For", s_exact).FillAsync("10 hours");
        await Assertions.Expect(page.GetByLabel("Time zone")).ToHaveValueAsync("Asia/Baghdad");
        await visitor.PictureAsync("silence-weekly");
        await visitor.AssertSoundAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make silence" }).ClickAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Nobody is in the office" });
        await Assertions.Expect(row).ToContainTextAsync("every day from 20:00 for 10 h, Asia/Baghdad");
        await page.GetByRole(AriaRole.Button, new() { Name = "Month" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "After" }).ClickAsync();
        await Assertions.Expect(page.Locator(".calendar .held").First).ToContainTextAsync("Nobody is in the office");
        await visitor.PictureAsync("silences-month");
        await visitor.AssertSoundAsync();

        await row.GetByRole(AriaRole.Link).ClickAsync();
        await visitor.SeesAsync("Nobody is in the office");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Saturday")).ToBeCheckedAsync();
        await page.GetByLabel("Holds", s_exact).SelectOptionAsync("by a rule");
        await page.GetByLabel("Recurrence rule").FillAsync("FREQ=NEVER");
        visitor.ExpectsRefusals = true;
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("#schedule-rrule-fault")).ToContainTextAsync("no recurrence rule");
        await page.GetByLabel("Recurrence rule").FillAsync("FREQ=MONTHLY;BYDAY=1MO");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("by FREQ=MONTHLY;BYDAY=1MO from 20:00 for 10 h")).ToBeVisibleAsync();
        await visitor.PictureAsync("silence-monthly");

        // Whoever may not change it is told why; whoever may not see it, that.
        var desk = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Desk","roles":["desk"]}""");
        await using var other = await Visitor.ComeAsync(browser, server.Url);
        await other.SignInAsync(desk["key"]!.GetValue<string>(), new Uri(page.Url).AbsolutePath);
        await Assertions.Expect(other.Page.GetByText("Operators change silences that recur")).ToBeVisibleAsync();
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true })).ToHaveCountAsync(0);
        var board = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Board","roles":["dashboard"]}""");
        await using var dashboard = await Visitor.ComeAsync(browser, server.Url);
        await dashboard.SignInAsync(board["key"]!.GetValue<string>(), "/silences");
        await Assertions.Expect(dashboard.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Silences are for desks");
        await Assertions.Expect(dashboard.Page.GetByRole(AriaRole.Link, new() { Name = "Silences" })).ToHaveCountAsync(0);
        dashboard.AssertFaultless();
        other.AssertFaultless();
        visitor.AssertFaultless();
    }

    private static IReadOnlyList<string> TestDays =>
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
}
