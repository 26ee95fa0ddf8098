using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests.Browser;

/// <summary>Somebody with a page of the console, who sees every fault of it.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _server;
    private readonly List<string> _faults = [];

    private Visitor(IBrowserContext context, Microsoft.Playwright.IPage page, Uri server)
    {
        (_context, Page, _server) = (context, page, server);
        page.PageError += (_, error) => Fault(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsExpected(message))
            {
                Fault($"{message.Text} ({message.Location})");
            }
        };
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } url && url.Authority != server.Authority
                && url.Authority != Issuer?.Authority)
            {
                Fault($"Another origin was asked: {url}");
            }
        };
    }

    /// <summary>Not a page of a list, which has that name too.</summary>
    public Microsoft.Playwright.IPage Page { get; }

    /// <summary>Where the server leads people to sign in; null: nowhere.</summary>
    public Uri? Issuer { get; set; }

    /// <summary>Whether requests may fail, since the server is away.</summary>
    public bool IsServerAway { get; set; }

    /// <summary>Whether the server may refuse what the page asks for, since that is what is looked at.</summary>
    public bool ExpectsRefusals { get; set; }

    /// <param name="width">In CSS pixels.</param>
    /// <param name="language">Which the visitor's browser asks for, such as <c>ar-IQ</c>.</param>
    public static async Task<Visitor> ComeAsync(
        IBrowser browser, Uri server, int width = 1_280, ColorScheme scheme = ColorScheme.Light, string language = "en-US")
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            TimezoneId = "Asia/Baghdad",
            Locale = language,
        });
        context.SetDefaultTimeout(BrowserFixture.Patience);
        return new Visitor(context, await context.NewPageAsync(), server);
    }

    /// <summary>In any language.</summary>
    public async Task SignInByFormAsync(string key, string path = "/")
    {
        await Page.GotoAsync(path);
        await Page.Locator("#key").FillAsync(key);
        await Page.Locator(".sign-in form button").ClickAsync();
        await Assertions.Expect(Page.Locator("header .who")).ToBeVisibleAsync();
    }

    public async Task SignInAsync(string key, string path = "/")
    {
        await Page.GotoAsync(path);
        await Page.GetByLabel("Key", new PageGetByLabelOptions { Exact = true }).FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" })).ToBeVisibleAsync();
    }

    /// <summary>To a page, as a link of the console leads there.</summary>
    public Task GoAsync(string path) => Page.EvaluateAsync("path => Blazor.navigateTo(path)", path);

    /// <summary>Waits until a heading of this name is shown.</summary>
    public Task SeesAsync(string heading) =>
        Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = heading }).First).ToBeVisibleAsync();

    /// <summary>Saves a picture where <c>ALERTING_TEST_PICTURES</c> names a folder.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("ALERTING_TEST_PICTURES") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }

    /// <summary>Asserts that axe finds nothing serious on the page, that nothing is wider than it, and that it had no fault.</summary>
    public async Task AssertSoundAsync()
    {
        var found = await Page.RunAxe();
        var serious = found.Violations.Where(static v => v.Impact is "serious" or "critical").ToList();
        Assert.True(serious.Count == 0, string.Join('\n', serious.Select(Say)));
        var (content, window) = (
            await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"),
            await Page.EvaluateAsync<int>("document.documentElement.clientWidth"));
        Assert.True(content <= window, $"{Page.Url} is {content} px wide in a window of {window} px.");
        AssertFaultless();
    }

    public void AssertFaultless()
    {
        lock (_faults)
        {
            Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static string Say(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Select(static node => node.Html))}";

    /// <summary>
    /// Browsers tell of every answer that is no success as an error; 401 is how the page learns that nobody is signed in.
    /// </summary>
    private bool IsExpected(IConsoleMessage message) =>
        message.Text.Contains("the server responded with a status of 401", StringComparison.Ordinal)
        || (ExpectsRefusals && message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal))
        || (IsServerAway && message.Text.Contains("Failed to load resource", StringComparison.Ordinal));

    private void Fault(string fault)
    {
        lock (_faults)
        {
            _faults.Add(fault);
        }
    }
}
