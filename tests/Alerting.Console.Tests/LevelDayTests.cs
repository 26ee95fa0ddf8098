using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>An operator who knows more of a region than its figures say, in a browser.</summary>
public sealed class LevelDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly PageGetByLabelOptions s_exact = new() { Exact = true };

    [Fact]
    public async Task An_operator_sets_the_level_of_a_region_for_a_time_and_ends_it_and_a_desk_sees_who_did()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await Facts.ReportAsync(server, "Ramadi");
        await server.Until(async () => await server.StatusAsync("api/v1/regions/IQ-AN") == 200, "the region is known");
        var chief = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Chief","roles":["operator"],"regions":["IQ"]}""");
        var desk = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Desk","roles":["desk"],"regions":["IQ"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(chief["key"]!.GetValue<string>(), "/regions/IQ-AN");
        await Button(page, "Set the level by hand").ClickAsync();
        await page.GetByLabel("Level", s_exact).SelectOptionAsync(new SelectOptionValue { Label = "4 severe" });
        await page.GetByLabel("Reason").FillAsync("The governor expects attacks on polling stations.");

        // What has passed already is refused at its field.
        await page.GetByLabel("Ends").FillAsync(Local(-1));
        visitor.ExpectsRefusals = true;
        await Button(page, "Create").ClickAsync();
        await Assertions.Expect(page.Locator("#expiresAt-fault")).ToContainTextAsync("in the future");
        await visitor.PictureAsync("level-refused");
        await visitor.AssertSoundAsync();
        visitor.ExpectsRefusals = false;
        await page.GetByLabel("Ends").FillAsync(Local(6));
        await Button(page, "Create").ClickAsync();
        var note = page.Locator(".note");
        await Assertions.Expect(note).ToContainTextAsync("by Chief: The governor expects attacks on polling stations.");
        await Assertions.Expect(note).ToContainTextAsync("Until");

        foreach (var width in new[] { 360, 1_280, 1_920 })
        {
            await using var other = await Visitor.ComeAsync(browser, server.Url, width);
            await other.SignInAsync(desk["key"]!.GetValue<string>(), "/regions/IQ-AN");
            await Assertions.Expect(other.Page.Locator(".note")).ToContainTextAsync("by Chief");
            await Assertions.Expect(Button(other.Page, "End it")).ToHaveCountAsync(0);
            await other.PictureAsync($"level-seen-{width}");
            await other.AssertSoundAsync();
            await page.SetViewportSizeAsync(width, 900);
            await visitor.AssertSoundAsync();
        }

        await Button(page, "Change the level that is set").ClickAsync();
        await Assertions.Expect(page.GetByLabel("Reason")).ToHaveValueAsync("The governor expects attacks on polling stations.");
        await page.GetByLabel("Ends").FillAsync("");
        await page.SetViewportSizeAsync(360, 900);
        await visitor.PictureAsync("level-form-360");
        await visitor.AssertSoundAsync();
        await Button(page, "Save").ClickAsync();
        await Assertions.Expect(note).ToContainTextAsync("Until somebody ends it");
        await Button(page, "End it").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "End" }).ClickAsync();
        await Assertions.Expect(note).ToHaveCountAsync(0);
        Assert.Equal(404, await server.StatusAsync("api/v1/regions/IQ-AN/override"));
        visitor.AssertFaultless();
    }

    /// <summary>Baghdad is three hours ahead, all year.</summary>
    private static string Local(int hours) => TimeProvider.System.GetUtcNow().AddHours(3 + hours).ToString("yyyy-MM-dd'T'HH:mm", null);

    private static ILocator Button(Microsoft.Playwright.IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
