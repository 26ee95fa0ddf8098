using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>The end of a shift, in a browser.</summary>
public sealed class HandoverDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_desk_hands_over_what_is_open_and_saves_and_prints_it()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        var desk = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Night desk","roles":["desk"],"regions":["IQ"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(desk["key"]!.GetValue<string>(), "/handover");
        await Assertions.Expect(page.GetByText("There are no schedules.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Everything arrived, or is on its way.")).ToBeVisibleAsync();
        await visitor.PictureAsync("handover-empty");
        await visitor.AssertSoundAsync();

        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await Facts.OnCallAsync(server, receiver.Url);
        await server.SendAsync(
            HttpMethod.Put, "api/v1/silences/works",
            $$"""
            {"comment":"The bridge is being repaired","regions":["IQ-BA"],"endsAt":"{{TimeProvider.System.GetUtcNow().AddHours(4):O}}"}
            """);
        await Facts.ReportAsync(server, "Ramadi");
        await Facts.ReportAsync(server, "Fallujah");
        await Facts.ReportAsync(server, "Baghdad", "IQ-BG");
        await Facts.ReportAsync(server, "Sadr City", "IQ-BG");
        await server.Until(
            async () => await server.StatusAsync("api/v1/alerts/IQ-AN.two-towns.1") == 200
                && await server.StatusAsync("api/v1/alerts/IQ-BG.two-towns.1") == 200,
            "both alerts are in the ledger");
        await server.SendAsync(
            HttpMethod.Post, "api/v1/alerts/IQ-BG.two-towns.1/acknowledge", """{"note":"the army has been called"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(Section(page, "nobody has acknowledged it")).ToContainTextAsync("Two towns hit: Al Anbār");
        await Assertions.Expect(Section(page, "somebody is on it")).ToContainTextAsync("first admin");
        await Assertions.Expect(Section(page, "somebody is on it")).ToContainTextAsync("the army has been called");
        await Assertions.Expect(Section(page, "Silences that hold")).ToContainTextAsync("soon");
        await Assertions.Expect(Section(page, "On call")).ToContainTextAsync("night");
        await visitor.PictureAsync("handover");
        await visitor.AssertSoundAsync();

        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Save as Markdown" }).ClickAsync());
        Assert.EndsWith(".md", download.SuggestedFilename, StringComparison.Ordinal);
        var markdown = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Contains("## Open, and somebody is on it", markdown, StringComparison.Ordinal);
        Assert.Contains("Al Anbār", markdown, StringComparison.Ordinal);

        await page.GetByLabel("Regions, none for all").FillAsync("IQ-BG");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(Section(page, "nobody has acknowledged it")).ToContainTextAsync("Nothing.");

        // On paper there is what is handed over, and nothing to press.
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Save as Markdown" })).ToBeHiddenAsync();
        await visitor.PictureAsync("handover-paper");
        await page.EmulateMediaAsync(new() { Media = Media.Screen });

        // Somebody else's regions.
        await page.GetByLabel("Regions, none for all").FillAsync("SE");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("none of SE is open to you")).ToBeVisibleAsync();
        await Assertions.Expect(Section(page, "somebody is on it")).ToContainTextAsync("Nothing.");
        await visitor.PictureAsync("handover-elsewhere");
        await visitor.AssertSoundAsync();
        visitor.AssertFaultless();
    }

    private static ILocator Section(Microsoft.Playwright.IPage page, string heading) => page.Locator("section").Filter(
        new() { Has = page.GetByRole(AriaRole.Heading, new() { NameRegex = new System.Text.RegularExpressions.Regex(heading) }) });
}
