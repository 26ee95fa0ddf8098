using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>A night at a desk, where nobody looks at the page.</summary>
public sealed class AlarmDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    /// <summary>Keeps what is asked of the browser, which is asked all the same.</summary>
    private const string Listening =
        """
        window.notices = [];
        window.tones = 0;
        window.Notification = new Proxy(window.Notification, {
            construct(target, args) { window.notices.push({ title: args[0], ...args[1] }); return new target(...args); } });
        const create = AudioContext.prototype.createOscillator;
        AudioContext.prototype.createOscillator = function () { window.tones++; return create.call(this); };
        """;

    [Fact]
    public async Task Critical_alerts_are_told_by_sound_and_notification_once_it_is_allowed()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        foreach (var (id, region, severity) in new[]
        {
            ("a", "IQ-AN", "critical"), ("b", "IQ-BG", "critical"), ("c", "IQ-NI", "critical"), ("d", "IQ-DI", "severe"),
        })
        {
            await server.SendAsync(
                HttpMethod.Put, $"api/v1/thresholds/hit-{id}",
                $$"""
                {"scope":{"regions":["{{region}}"],"depth":"leaf"},"measure":"incidents","window":"PT1H","atLeast":1,
                 "severity":"{{severity}}"}
                """);
        }

        var desk = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Night desk","roles":["desk"],"regions":["IQ"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = server.Url.GetLeftPart(UriPartial.Authority) });
        await page.AddInitScriptAsync(Listening);
        await visitor.SignInAsync(desk["key"]!.GetValue<string>(), "/alerts");

        // Off until it is allowed.
        var allow = page.GetByRole(AriaRole.Button, new() { Name = "Allow sound and notification" });
        await Assertions.Expect(allow).ToBeVisibleAsync();
        await RaisedAsync(server, page, "a", "IQ-AN");
        Assert.Equal((0, 0), await ToldAsync(page));
        await visitor.PictureAsync("alarm-off");

        await allow.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test" }).ClickAsync();
        await UntilToldAsync(server, page, 1);
        Assert.StartsWith("Test", await TitleAsync(page), StringComparison.Ordinal);
        Assert.Equal((1, 4), await ToldAsync(page));

        // A critical raise is told on whichever page one is, and another is not.
        await visitor.GoAsync("/");
        await visitor.SeesAsync("Situation");
        await RaisedAsync(server, page, "d", "IQ-DI", 1);
        await Facts.ReportAsync(server, "Baghdad", "IQ-BG");
        await UntilToldAsync(server, page, 2);
        Assert.StartsWith("Critical: hit-b, Baghd", await TitleAsync(page), StringComparison.Ordinal);
        Assert.True((await ToldAsync(page)).Tones > 0);

        // Muted it says nothing, and the choice is kept.
        await visitor.GoAsync("/alerts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mute" }).ClickAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Unmute" })).ToBeVisibleAsync();
        await visitor.PictureAsync("alarm-muted");
        await visitor.AssertSoundAsync();
        await RaisedAsync(server, page, "c", "IQ-NI");
        await UntilToldAsync(server, page, 1);
        Assert.Equal((1, 0), await ToldAsync(page));
        Assert.True(await page.EvaluateAsync<bool>("window.notices[0].silent"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn off" }).ClickAsync();
        await Assertions.Expect(allow).ToBeVisibleAsync();
        visitor.AssertFaultless();
    }

    /// <param name="told">Notices that there are and stay as many, since this is none; null where it is not asked.</param>
    private static async Task RaisedAsync(RunningServer server, Microsoft.Playwright.IPage page, string id, string region, int? told = null)
    {
        await Facts.ReportAsync(server, $"Town of {region}", region);
        if (told is { } count)
        {
            await server.Until(async () => await server.StatusAsync($"api/v1/alerts/{region}.hit-{id}.1") == 200, "it is raised");
            Assert.Equal(count, (await ToldAsync(page)).Notices);
        }
        else
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = $"hit-{id}" })).ToBeVisibleAsync();
        }
    }

    private static async Task<(int Notices, int Tones)> ToldAsync(Microsoft.Playwright.IPage page) =>
        (await page.EvaluateAsync<int>("window.notices.length"), await page.EvaluateAsync<int>("window.tones"));

    /// <summary>Not by a function of the page: its policy allows no script to be made of a text.</summary>
    private static Task UntilToldAsync(RunningServer server, Microsoft.Playwright.IPage page, int notices) => server.Until(
        async () => (await ToldAsync(page)).Notices == notices, $"there are {notices} notices");

    private static Task<string> TitleAsync(Microsoft.Playwright.IPage page) => page.EvaluateAsync<string>("window.notices.at(-1).title");
}
