using System.Globalization;
using System.Text.Json.Nodes;
using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>An alert while its evidence changes, in a browser.</summary>
public sealed class AlertDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task The_evidence_is_on_a_map_and_in_a_table_with_what_the_last_revision_changed()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await server.SendAsync(
            HttpMethod.Put, "api/v1/places/haditha",
            """{"name":"Haditha","aliases":["Al Haditha"],"region":"IQ-AN","location":{"lat":34.13,"lon":42.38}}""");
        await Facts.ReportAsync(server, "Ramadi", at: (33.42, 43.3));
        await Facts.ReportAsync(server, "Fallujah", at: (33.35, 43.78));
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(server.Key, "/alerts/IQ-AN.two-towns.1");
        var marks = page.Locator(".map > svg .mark");
        await Assertions.Expect(marks).ToHaveCountAsync(2);
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "Map of Al Anbār, with 2 of 2 incidents" }))
            .ToBeVisibleAsync();

        // A town that an operator has put, and one of which nobody knows where it is.
        await Facts.ReportAsync(server, "Haditha");
        await Assertions.Expect(page.Locator(".mark-new").First).ToBeVisibleAsync();
        var evidence = page.Locator("[aria-label=Evidence]");
        await Assertions.Expect(Row(evidence, "Haditha")).ToContainTextAsync("new");
        await Assertions.Expect(marks).ToHaveCountAsync(3);
        await Facts.ReportAsync(server, "Nowhere");
        await Assertions.Expect(page.GetByText("1 of 4 has no known place on this map.")).ToBeVisibleAsync();
        await Assertions.Expect(Row(evidence, "Haditha")).Not.ToContainTextAsync("new");

        // A correction, and a retraction.
        await Facts.ReportAsync(server, "Ramadi", at: (33.42, 43.3), revision: 2, killed: 7);
        await Assertions.Expect(Row(evidence, "Ramadi")).ToContainTextAsync("killed 4 to 7");
        await Assertions.Expect(page.Locator(".map > svg .mark-changed")).ToHaveCountAsync(1);
        await visitor.PictureAsync("alert-changed");
        await visitor.AssertSoundAsync();
        await server.SendAsync(HttpMethod.Post, "api/v1/reports", new JsonObject
        {
            ["reportId"] = "Nowhere",
            ["source"] = "wire-a",
            ["region"] = "IQ-AN",
            ["revision"] = 2,
            ["retracted"] = true,
        }.ToJsonString());
        await Assertions.Expect(Row(evidence, "Nowhere")).ToContainTextAsync("gone");

        // All that was told, newest first, by whom.
        await page.GetByLabel("Note").FillAsync("the desk has called");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        var told = page.Locator(".revisions li.revision");
        await Assertions.Expect(told.First).ToContainTextAsync("the desk has called");
        await Assertions.Expect(told.First).ToContainTextAsync("acknowledged by first admin");
        await Assertions.Expect(told.Nth(1)).ToContainTextAsync("1 incident gone");
        await Assertions.Expect(told.Last).ToContainTextAsync("raised by two-towns, version 1");
        await Assertions.Expect(told.Last).ToContainTextAsync("towns 2, threshold 2");
        var numbers = await told.EvaluateAllAsync<string[]>("items => items.map(item => item.getAttribute('value'))");
        Assert.Equal(
            Enumerable.Range(1, numbers.Length).Reverse().Select(static number => number.ToString(CultureInfo.InvariantCulture)), numbers);
        await visitor.PictureAsync("alert-timeline");
        await visitor.AssertSoundAsync();

        // What else a desk does: give it to somebody, say something, say what it was worth.
        await page.GetByText("More to do").ClickAsync();
        await page.GetByLabel("Give to").FillAsync("Ann");
        await page.GetByRole(AriaRole.Button, new() { Name = "Give", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".taken").Filter(new() { HasText = "Given to Ann by first admin" })).ToBeVisibleAsync();
        await page.GetByLabel("Comment").FillAsync("the bridge is closed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Say it" }).ClickAsync();
        await Assertions.Expect(told.First).ToContainTextAsync("commented by first admin");
        await Assertions.Expect(told.First).ToContainTextAsync("“the bridge is closed”");
        await page.GetByLabel("What it was worth").SelectOptionAsync(["false-alarm"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Review" }).ClickAsync();
        await Assertions.Expect(page.Locator(".taken").Filter(new() { HasText = "Reviewed by first admin" }))
            .ToContainTextAsync("false alarm");
        await visitor.PictureAsync("alert-desk");
        await visitor.AssertSoundAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();
        await Assertions.Expect(told.First).ToContainTextAsync("unacknowledged by first admin");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" })).ToBeVisibleAsync();
    }

    private static ILocator Row(ILocator table, string town) => table.GetByRole(AriaRole.Row).Filter(new() { HasText = town });
}
