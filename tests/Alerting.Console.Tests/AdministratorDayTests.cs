using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>An administrator in a browser.</summary>
public sealed class AdministratorDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_limited_key_is_created_and_whoever_signs_in_with_it_sees_its_regions_alone_until_it_is_revoked()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await Facts.ReportAsync(server, "Ramadi", "IQ-AN");
        await Facts.ReportAsync(server, "Stockholm", "SE-AB");
        await using var administrator = await Visitor.ComeAsync(browser, server.Url);
        await administrator.SignInAsync(server.Key, "/keys");
        await administrator.SeesAsync("Keys");
        await administrator.Page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("Baghdad desk");
        await administrator.Page.GetByLabel("desk", new PageGetByLabelOptions { Exact = true }).CheckAsync();
        await administrator.Page.GetByLabel("Regions, none for all").FillAsync("IQ");
        await administrator.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Create key" }).ClickAsync();
        var key = await administrator.Page.Locator("#issued-key").InnerTextAsync();
        await administrator.AssertSoundAsync();
        await administrator.PictureAsync("keys");

        await using var desk = await Visitor.ComeAsync(browser, server.Url);
        await desk.SignInAsync(key.Trim());
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Al Anb" })).ToBeVisibleAsync();
        await Assertions.Expect(desk.Page.GetByText("SE-AB")).ToHaveCountAsync(0);
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Keys" })).ToHaveCountAsync(0);
        await desk.PictureAsync("situation-limited");
        await desk.AssertSoundAsync();

        await administrator.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Revoke Baghdad desk" }).ClickAsync();
        await administrator.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Revoke" })
            .ClickAsync();
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Sign in" })).ToBeVisibleAsync();
        desk.AssertFaultless();
    }
}
