using System.Collections.Concurrent;
using System.Diagnostics;
using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>The situation on a wall, and an alert on paper.</summary>
public sealed class WallDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task The_wall_shows_what_happens_in_large_letters_reads_regions_once_a_second_at_most_and_is_left_by_escape()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await Facts.ReportAsync(server, "Ramadi");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url, 1_920, ColorScheme.Dark);
        var page = visitor.Page;
        await page.SetViewportSizeAsync(1_920, 1_080);
        await visitor.SignInAsync(server.Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show on a wall" }).ClickAsync();
        await Assertions.Expect(page.Locator(".wall")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".console > header")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".map path")).ToHaveCountAsync(19);

        // A storm of alerts.
        var reads = new ConcurrentQueue<string>();
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("/api/v1/regions?", StringComparison.Ordinal))
            {
                reads.Enqueue(request.Url);
            }
        };
        var storm = Stopwatch.StartNew();
        foreach (var region in new[] { "IQ-AN", "IQ-BG", "IQ-NI", "IQ-DI", "IQ-SD" })
        {
            foreach (var town in new[] { "One", "Two", "Three" })
            {
                await Facts.ReportAsync(server, $"{town} {region}", region);
            }
        }

        await Assertions.Expect(page.Locator(".wall-news li")).ToHaveCountAsync(8);
        await Assertions.Expect(page.Locator(".wall-news")).ToContainTextAsync("Two towns hit");

        // Of all figures only this one cannot be known before the regions were read: alerts come over the feed.
        var incidents = page.Locator(".figures > div", new() { HasText = "Incidents 24 h" }).Locator("dd");
        await Assertions.Expect(incidents).ToHaveTextAsync("16");
        Assert.InRange(reads.Count, 1, (int)storm.Elapsed.TotalSeconds + 2);
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.wall :is(dt, dd, b, .line span, h2, .level, .severity)')]"
            + ".every(text => parseFloat(getComputedStyle(text).fontSize) >= 32)"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollHeight <= window.innerHeight"));
        await visitor.PictureAsync("wall");
        await visitor.AssertSoundAsync();

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".wall")).ToHaveCountAsync(0);
        await visitor.SeesAsync("Situation");
        await Assertions.Expect(page.Locator(".console > header")).ToBeVisibleAsync();
        visitor.AssertFaultless();
    }

    [Fact]
    public async Task An_alert_is_printed_black_on_white_whole_and_without_navigation()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        var towns = Enumerable.Range(1, 12).Select(static number => $"Town {(char)('A' + number)}{(char)('a' + (number * 2))}").ToArray();
        foreach (var town in towns)
        {
            await Facts.ReportAsync(server, town);
        }

        await using var visitor = await Visitor.ComeAsync(browser, server.Url, 794, ColorScheme.Dark);
        var page = visitor.Page;
        await visitor.SignInAsync(server.Key, "/alerts/IQ-AN.two-towns.1");
        await visitor.SeesAsync("Two towns hit");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".map > svg path")).ToHaveCountAsync(19);
        var rows = await page.Locator("[aria-label=Evidence] tbody tr").CountAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator(".console > header")).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "Map of Al Anbār" })).ToBeVisibleAsync();
        Assert.Equal(rows, await page.Locator("[aria-label=Evidence] tbody tr:visible").CountAsync());
        Assert.Equal(["rgb(255, 255, 255)", "rgb(0, 0, 0)"], await page.EvaluateAsync<string[]>(
            "[getComputedStyle(document.querySelector('.console')).backgroundColor, "
            + "getComputedStyle(document.querySelector('td')).color]"));
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.scroll')].every(box => box.scrollWidth <= box.clientWidth "
            + "&& getComputedStyle(box).overflowX === 'visible')"));
        await visitor.PictureAsync("alert-printed");
        await visitor.AssertSoundAsync();
    }
}
