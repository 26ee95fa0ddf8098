using Alerting.Console.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>Somebody who signs in by the issuer of an organisation, in a browser.</summary>
public sealed class OidcDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Button = "Sign in with your organisation";

    [Fact]
    public async Task A_person_signs_in_by_the_issuer_is_back_where_she_was_and_signs_out()
    {
        var browser = fixture.Browser;
        await using var issuer = await Issuer.StartAsync();
        await using var server = await RunningServer.StartAsync(
            ("Alerting__Oidc__Authority", issuer.Authority), ("Alerting__Oidc__Audience", Issuer.Audience),
            ("Alerting__Oidc__ClientId", IssuerSignIn.ClientId));
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        visitor.Issuer = issuer.Url;
        var page = visitor.Page;

        issuer.SignIn.Roles = ["stranger"];
        await page.GotoAsync("/alerts?severity=severe");
        await page.GetByRole(AriaRole.Link, new() { Name = Button }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("gives you no role here");
        await visitor.PictureAsync("sign-in-refused");
        await visitor.AssertSoundAsync();
        issuer.SignIn.Declines = true;
        await page.GetByRole(AriaRole.Link, new() { Name = Button }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("did not sign you in");

        (issuer.SignIn.Roles, issuer.SignIn.Declines) = (["desk"], false);
        await page.GotoAsync("/alerts?severity=severe");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = Button })).ToBeVisibleAsync();
        await visitor.PictureAsync("sign-in-oidc");
        await page.GetByRole(AriaRole.Link, new() { Name = Button }).ClickAsync();
        await visitor.SeesAsync("Alerts");
        Assert.Equal("/alerts?severity=severe", new Uri(page.Url).PathAndQuery);
        await Assertions.Expect(page.GetByText("Ann", new() { Exact = true })).ToBeVisibleAsync();

        // No script can read the session, and there is nothing else that could be taken away.
        Assert.Equal("", await page.EvaluateAsync<string>("document.cookie"));
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length + sessionStorage.length"));
        await visitor.AssertSoundAsync();
        await page.ReloadAsync();
        await visitor.SeesAsync("Alerts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visitor.SeesAsync("Sign in");
        visitor.AssertFaultless();
    }

    [Fact]
    public async Task Where_there_is_no_issuer_none_is_offered()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        await visitor.SignInAsync(server.Key);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visitor.SeesAsync("Sign in");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = Button })).ToHaveCountAsync(0);
    }
}
