using Alerting.Console.Tests.Browser;
using Alerting.Console.Tests.Languages;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>Desks that read French and Arabic, in a browser.</summary>
public sealed class LanguageDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly (string Name, string Path, string Shown)[] s_pages =
    [
        ("situation", "/", ".board"), ("alerts", "/alerts", ".inbox"), ("alert", "/alerts/IQ-AN.two-towns.1", ".timeline li"),
        ("region", "/regions/IQ-AN", ".levels"), ("incident", "/incident?id=wire-a%3ARamadi&region=IQ-AN", "table"),
        ("report", "/report", "#kind"), ("handover", "/handover", "article section"), ("thresholds", "/thresholds", ".thresholds"),
        ("threshold", "/thresholds/two-towns", ".versions"), ("threshold-new", "/thresholds/_new", ".preview"),
        ("subscriptions", "/subscriptions", "table"), ("subscription", "/subscriptions/hq", "table"),
        ("silences", "/silences", ".silences"), ("silence", "/silences/works", ".facts"), ("on-call", "/on-call", "table"),
        ("schedule", "/on-call/schedules/night", ".calendar"), ("contact", "/on-call/contacts/ann", ".facts"),
        ("policies", "/policies", "table"), ("policy", "/policies/chiefs", ".facts"), ("keys", "/keys", "table"),
        ("audit", "/audit", "table"), ("administration", "/administration", ".state-on"), ("not-found", "/not-found", "h1"),
    ];

    [Theory]
    [InlineData("fr-FR", "ltr", "Situation")]
    [InlineData("ar-IQ", "rtl", "الوضع العام")]
    public async Task Every_page_speaks_the_language_of_the_browser(string locale, string direction, string situation)
    {
        var browser = fixture.Browser;
        var code = locale[..2];
        var english = new EnglishTexts(code);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await PrepareAsync(server, receiver);
        foreach (var width in new[] { 360, 1_280 })
        {
            await using var visitor = await Visitor.ComeAsync(browser, server.Url, width, language: locale);
            var page = visitor.Page;
            await page.GotoAsync("/");
            await Assertions.Expect(page.Locator(".sign-in")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", code);
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("dir", direction);
            await LookAsync(visitor, english, $"{code}-sign-in-{width}");
            await visitor.SignInByFormAsync(server.Key);
            await visitor.SeesAsync(situation);
            foreach (var (name, path, shown) in s_pages)
            {
                await visitor.GoAsync(path);
                await Assertions.Expect(page.Locator($"main {shown}").First).ToBeVisibleAsync();
                await Assertions.Expect(page.Locator("main .loading")).ToHaveCountAsync(0);
                await LookAsync(visitor, english, $"{code}-{name}-{width}");
            }
        }
    }

    [Fact]
    public async Task A_language_is_chosen_and_kept_in_the_browser()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync();
        await using var visitor = await Visitor.ComeAsync(browser, server.Url, language: "de-DE");
        var page = visitor.Page;
        await page.GotoAsync("/");
        await visitor.SeesAsync("Sign in");
        await page.GetByLabel("Language").SelectOptionAsync("ar");
        await visitor.SeesAsync("تسجيل الدخول");
        await page.ReloadAsync();
        await visitor.SeesAsync("تسجيل الدخول");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await page.GetByLabel("لغة الصفحات").SelectOptionAsync("fr");
        await visitor.SeesAsync("Se connecter");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "ltr");
        await page.GetByLabel("Langue").SelectOptionAsync("en");
        await visitor.SeesAsync("Sign in");
        visitor.AssertFaultless();
    }

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("ar-IQ")]
    public async Task The_wall_and_the_forms_of_a_desk_and_an_operator_speak_it(string locale)
    {
        var browser = fixture.Browser;
        var code = locale[..2];
        var english = new EnglishTexts(code);
        var texts = SpokenSources.Texts(code);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync();
        await PrepareAsync(server, receiver);
        await using var visitor = await Visitor.ComeAsync(browser, server.Url, language: locale);
        var page = visitor.Page;
        await visitor.SignInByFormAsync(server.Key);
        await Button(page, texts["Show on a wall"]).ClickAsync();
        await Assertions.Expect(page.Locator(".wall-news li").First).ToBeVisibleAsync();
        await LookAsync(visitor, english, $"{code}-wall");
        await page.Keyboard.PressAsync("Escape");
        foreach (var (path, button) in new[]
        {
            ("/regions/IQ-AN", "Set the level by hand"), ("/subscriptions", "New subscription"), ("/silences", "New silence"),
            ("/on-call", "New schedule"), ("/policies", "New policy"), ("/on-call/contacts/ann", "Change¦verb"),
        })
        {
            await visitor.GoAsync(path);
            await Button(page, texts[button]).First.ClickAsync();
            await Assertions.Expect(page.Locator("form.form-sheet")).ToBeVisibleAsync();
            await LookAsync(visitor, english, $"{code}-form{path.Replace('/', '-')}");
        }
    }

    private static async Task LookAsync(Visitor visitor, EnglishTexts english, string name)
    {
        await visitor.PictureAsync($"language-{name}");
        var found = await english.FindAsync(visitor.Page);
        Assert.True(found.Count == 0, $"{visitor.Page.Url} says in English: {string.Join(" / ", found)}");
        await visitor.AssertSoundAsync();
    }

    private static ILocator Button(Microsoft.Playwright.IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task PrepareAsync(RunningServer server, WebhookReceiver receiver)
    {
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/hq", Facts.Subscription(receiver.Url));
        await Facts.OnCallAsync(server, receiver.Url);
        await Facts.PolicyAsync(server);
        await server.SendAsync(
            HttpMethod.Put, "api/v1/silences/works",
            $$"""
            {"comment":"The bridge is being repaired","regions":["IQ-BA"],"endsAt":"{{TimeProvider.System.GetUtcNow().AddHours(4):O}}"}
            """);
        await Facts.ReportAsync(server, "Ramadi", at: (33.42, 43.3));
        await Facts.ReportAsync(server, "Fallujah", at: (33.35, 43.78));
        await Facts.ReportAsync(server, "Haditha", at: (34.13, 42.38));
        await server.Until(
            async () => await server.StatusAsync("api/v1/alerts/IQ-AN.two-towns.1") == 200, "the alert is in the ledger");
        await server.SendAsync(
            HttpMethod.Post, "api/v1/alerts/IQ-AN.two-towns.1/acknowledge", """{"note":"the army has been called"}""");
    }
}
