using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>Somebody who files reports by hand, in a browser.</summary>
public sealed class ReportDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_report_is_filed_after_a_warning_corrected_retracted_and_found_again()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await Facts.ReportAsync(server, "Ramadi");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(server.Key, "/report");
        await visitor.SeesAsync("File a report");
        await page.GetByLabel("Source", new() { Exact = true }).FillAsync("desk");
        await page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("armed-assault");
        await page.GetByLabel("Region", new() { Exact = true }).FillAsync("IQ-XX");
        await page.GetByLabel("Town", new() { Exact = true }).FillAsync("Ar Ramadi");
        await page.GetByLabel("Killed", new() { Exact = true }).FillAsync("3");
        await Assertions.Expect(page.GetByText("UTC.")).ToBeVisibleAsync();

        // What the server refuses is said at its field.
        visitor.ExpectsRefusals = true;
        await page.GetByRole(AriaRole.Button, new() { Name = "Send report" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Region", new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
        await visitor.PictureAsync("report-refused");
        await visitor.AssertSoundAsync();
        visitor.ExpectsRefusals = false;

        // The assault there just now may be the same: a link leads to it.
        await page.GetByLabel("Region", new() { Exact = true }).FillAsync("IQ-AN");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send report" }).ClickAsync();
        await Assertions.Expect(page.GetByText("This may have been reported already.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Ramadi: armed-assault" })).ToBeVisibleAsync();
        Assert.Single((await server.GetAsync("api/v1/regions/IQ-AN/incidents"))["items"]!.AsArray());
        await visitor.PictureAsync("report-warned");
        await visitor.AssertSoundAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it all the same" }).ClickAsync();
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("is accepted.");
        await visitor.PictureAsync("report-sent");
        await visitor.AssertSoundAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Correct it" }).ClickAsync();
        var id = await page.GetByLabel("Report id").InputValueAsync();
        await page.GetByLabel("Killed", new() { Exact = true }).FillAsync("5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send correction" }).ClickAsync();
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("is corrected: revision 2.");
        Assert.Equal(5, (await server.GetAsync($"api/v1/reports/desk/{id}"))["killed"]!.GetValue<int>());

        // The incident that it joined.
        await page.Locator("#outcome").GetByRole(AriaRole.Link).ClickAsync();
        await visitor.SeesAsync("Ramadi");
        await page.GetByRole(AriaRole.Link, new() { Name = $"desk {id}" }).ClickAsync();
        await visitor.SeesAsync($"Report {id} of desk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Retract it" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Retract" }).ClickAsync();
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("is retracted.");
        await page.GetByRole(AriaRole.Button, new() { Name = "File another" }).ClickAsync();

        // Found again by source and id.
        await page.GetByLabel("Its source").FillAsync("desk");
        await page.GetByLabel("Its id").FillAsync(id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Find it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is withdrawn as it stands.")).ToBeVisibleAsync();
        visitor.ExpectsRefusals = true;
        await page.GetByLabel("Its id").FillAsync("none-such");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("none-such");
        visitor.AssertFaultless();
    }

    [Fact]
    public async Task A_reporter_who_may_read_nothing_files_reports_all_the_same()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        var key = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Stringer","roles":["reporter"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(key["key"]!.GetValue<string>(), "/report");
        await page.GetByLabel("Source", new() { Exact = true }).FillAsync("stringer");
        await page.GetByLabel("Kind", new() { Exact = true }).SelectOptionAsync("armed-assault");
        await page.GetByLabel("Region", new() { Exact = true }).FillAsync("IQ-AN");
        await Assertions.Expect(page.GetByText("duplicates are not looked for")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Its source")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send report" }).ClickAsync();
        await Assertions.Expect(page.Locator("#outcome")).ToContainTextAsync("is accepted.");
        await visitor.AssertSoundAsync();
    }
}
