using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>What is seen of the founding scenario. Its pictures, <c>situation</c> and <c>alert</c>, are those of the README.</summary>
public sealed class FoundingScenarioTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task The_situation_and_the_alert_of_al_anbar_tell_what_happened()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        foreach (var report in Compressed(TimeProvider.System.GetUtcNow()))
        {
            await server.SendAsync(HttpMethod.Post, "api/v1/reports", report.ToJsonString());
        }

        const string Path = "/alerts/IQ-AN.simultaneous-assaults.1";
        await server.Until(
            async () => await server.StatusAsync($"api/v1{Path}") == 200
                && (await server.GetAsync($"api/v1{Path}"))["measure"]!["value"]!.GetValue<double>() == 4,
            "four towns of Al Anbār were hit");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(server.Key);
        await Assertions.Expect(page.Locator(".map path")).ToHaveCountAsync(19);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Al Anbār: (severe|critical)") }))
            .ToBeVisibleAsync();

        // Whoever has no key for its letters finds it all the same.
        var search = page.GetByRole(AriaRole.Searchbox, new() { Name = "Region" });
        await search.FillAsync("al anbar");
        await Assertions.Expect(page.GetByText("1 region", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".board tbody tr")).ToContainTextAsync("Al Anbār");
        await search.FillAsync("");
        await Assertions.Expect(page.GetByText("1 region", new() { Exact = true })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Situation" }).ClickAsync();
        await visitor.PictureAsync("situation");

        await visitor.GoAsync(Path);
        await Assertions.Expect(page.Locator(".explanation")).ToContainTextAsync("4 towns of Al Anbār were hit within 2 h");
        await Assertions.Expect(page.Locator(".map > svg .mark").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".revisions li.revision").Last)
            .ToContainTextAsync("raised by simultaneous-assaults, version 1");
        await visitor.PictureAsync("alert");
        await visitor.AssertSoundAsync();
    }

    /// <summary>The reports with the times of their 54 hours compressed into the last 100 minutes, as the demo has them.</summary>
    private static List<JsonObject> Compressed(DateTimeOffset now)
    {
        var reports = File.ReadLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "anbar-2014-01.ndjson"))
            .Where(static line => line.Length > 0).Select(static line => JsonNode.Parse(line)!.AsObject()).ToList();
        var start = reports.Min(OccurredAt);
        foreach (var report in reports)
        {
            var at = now.AddMinutes(-100) + ((OccurredAt(report) - start) * (100.0 / (54 * 60)));
            report["occurredAt"] = at.ToString("O", CultureInfo.InvariantCulture);
        }

        return reports;
    }

    private static DateTimeOffset OccurredAt(JsonObject report) =>
        DateTimeOffset.Parse(report["occurredAt"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
