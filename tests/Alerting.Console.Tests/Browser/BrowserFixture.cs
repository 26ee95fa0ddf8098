using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests.Browser;

/// <summary>The browser of the machine, shared by the tests of a class, each of which has contexts of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>How long a page may take to show what is expected of it, in milliseconds: the limit of a hang, not of speed.</summary>
    public const float Patience = 120_000;

    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Why there is no browser; null where there is one.</summary>
    public static string? Missing { get; } =
        Find() is null ? $"needs a browser: none of {string.Join(", ", s_names)} is on the PATH" : null;

    /// <summary>The browser; the test is skipped where there is none.</summary>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(Missing is not null, Missing ?? "");
            return _browser!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
        {
            return;
        }

        // A debug build of the console takes seconds to start, and more beside other tests on two cores.
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(static folder => s_names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
