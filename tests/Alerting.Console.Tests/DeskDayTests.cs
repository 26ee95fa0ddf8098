using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>A day at a desk, in a browser.</summary>
public sealed class DeskDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_desk_signs_in_sees_a_raise_arrive_acknowledges_it_by_keyboard_and_goes_on_after_a_restart()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        var desk = await server.SendAsync(HttpMethod.Post, "api/v1/keys", """{"name":"Night desk","roles":["desk"],"regions":["IQ"]}""");
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        await visitor.SignInAsync(desk["key"]!.GetValue<string>(), "/alerts");
        await Assertions.Expect(visitor.Page.GetByText("No alert is open")).ToBeVisibleAsync();
        await visitor.PictureAsync("alerts-empty");

        await Facts.ReportAsync(server, "Ramadi");
        await Facts.ReportAsync(server, "Fallujah");
        var row = visitor.Page.GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { HasText = "Two towns hit" });
        await Assertions.Expect(row).ToContainTextAsync("not acknowledged");
        await visitor.PictureAsync("alerts-raised");
        await visitor.AssertSoundAsync();

        await visitor.Page.Keyboard.PressAsync("j");
        await visitor.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(row).ToContainTextAsync("acknowledged by Night desk");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync("Two towns hit");
        await Assertions.Expect(visitor.Page.Locator(".taken")).ToContainTextAsync("Acknowledged by Night desk");
        await visitor.PictureAsync("alert-acknowledged");
        await visitor.AssertSoundAsync();

        // The line breaks and comes back under the open page, and so does what happened then.
        visitor.IsServerAway = true;
        var port = server.Url.Port;
        await server.KillAsync();
        await Assertions.Expect(visitor.Page.GetByText("The line to the server is broken")).ToBeVisibleAsync();
        await visitor.PictureAsync("alert-broken");
        await server.RestartAsync(port);
        await Facts.ReportAsync(server, "Haditha");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = "Haditha", Exact = true }))
            .ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await visitor.PictureAsync("alert-after-restart");
        await visitor.AssertSoundAsync();

        // What is reported of a region, and what is decided, appears on its page without a reload, too.
        await visitor.GoAsync("/regions/IQ-AN");
        await visitor.SeesAsync("Al Anb");
        await Facts.ReportAsync(server, "Rutbah");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Rutbah" })).ToBeVisibleAsync();
        await server.SendAsync(HttpMethod.Put, "api/v1/regions/IQ-AN/override", """{"level":"low","reason":"A truce holds."}""");
        await Assertions.Expect(visitor.Page.GetByText("A truce holds.").First).ToBeVisibleAsync();
        await server.SendAsync(HttpMethod.Delete, "api/v1/regions/IQ-AN/override", "");
        await visitor.PictureAsync("region-live");
        await visitor.AssertSoundAsync();
    }
}
