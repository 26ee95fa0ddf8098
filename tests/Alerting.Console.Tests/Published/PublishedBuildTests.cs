using System.Globalization;
using Alerting.Console.Tests.Browser;
using Alerting.Engine.Regions;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests.Published;

/// <summary>The console as it is published: what trimming takes away is missed by no page, and it is small.</summary>
public sealed class PublishedBuildTests(PublishedProgram published, BrowserFixture fixture, ITestOutputHelper output)
    : IClassFixture<PublishedProgram>, IClassFixture<BrowserFixture>
{
    /// <summary>The most that a first visit may bring over the wire, headers included.</summary>
    private const long MaxWire = 3_000_000;

    /// <summary>The most memory that a page may take, all in all.</summary>
    private const long MaxMemory = 300_000_000;

    private const int Regions = 5_000;

    /// <summary>More than the default thresholds raise in eight hours in the whole world.</summary>
    private const int Alerts = 600;

    private const string Any =
        """
        {"scope":{"regions":["*"],"depth":"leaf"},"measure":"incidents","window":"PT1H","atLeast":2,"severity":"severe","name":"Any two"}
        """;

    private static readonly string[] s_data = ["/api/", "/healthz/", "/sign-in/"];

    private static readonly PageGetByLabelOptions s_exact = new() { Exact = true };

    private static readonly (string Path, string Heading)[] s_pages =
    [
        ("/", "Situation"), ("/regions/IQ", "Iraq"), ("/regions/IQ-AN", "Al Anb"), ("/alerts", "Alerts"),
        ("/alerts/IQ-AN.two-towns.1", "Two towns hit"), ("/incident?id=wire-a%3ARamadi&region=IQ-AN", "Ramadi"),
        ("/thresholds", "Thresholds"), ("/thresholds/two-towns", "Two towns hit"), ("/subscriptions", "Subscriptions"),
        ("/subscriptions/hq", "Headquarters"), ("/silences", "Silences"), ("/on-call", "On call"),
        ("/on-call/schedules/night", "night"), ("/on-call/contacts/ann", "Ann"), ("/policies", "Policies"), ("/policies/chiefs", "chiefs"),
        ("/handover", "Handover"),
        ("/report", "File a report"), ("/audit", "Audit"), ("/administration", "Administration"), ("/keys", "Keys"),
    ];

    [Fact]
    public async Task A_first_visit_is_small_brings_all_that_pages_need_and_nothing_fails()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await RunningServer.StartOtherAsync(published.Server);
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/two-towns", Facts.TwoTowns);
        await server.SendAsync(HttpMethod.Put, "api/v1/subscriptions/hq", Facts.Subscription(receiver.Url));
        await Facts.OnCallAsync(server, receiver.Url);
        await Facts.PolicyAsync(server);
        await Facts.ReportAsync(server, "Ramadi", at: (33.42, 43.3));
        await Facts.ReportAsync(server, "Fallujah", at: (33.35, 43.78));
        await server.Until(
            async () => await server.StatusAsync("api/v1/alerts/IQ-AN.two-towns.1") == 200, "the alert is in the ledger");

        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var meter = await WireMeter.OfAsync(visitor.Page);
        await visitor.Page.GotoAsync("/");
        await visitor.SeesAsync("Sign in");
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var first = meter.Answers;
        var files = first.Where(IsFile).ToList();
        var bytes = first.Sum(static answer => answer.Bytes);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.000} MB in {first.Count} answers; the largest:"));
        foreach (var answer in first.OrderByDescending(static answer => answer.Bytes).Take(10))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Bytes,9:N0} {answer.Path} {answer.Coding}"));
        }

        var programs = files.Where(static answer => answer.Path.EndsWith(".wasm", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(programs);
        Assert.All(programs, static program => Assert.Equal("br", program.Coding));
        Assert.InRange(bytes, 1, MaxWire);

        await visitor.SignInAsync(server.Key);
        foreach (var (path, heading) in s_pages)
        {
            await visitor.GoAsync(path);
            await visitor.SeesAsync(heading);
            await Assertions.Expect(visitor.Page.GetByText("Loading", new PageGetByTextOptions { Exact = true })).ToHaveCountAsync(0);
            await visitor.AssertSoundAsync();
        }

        await ActAsync(visitor, receiver);
        var later = meter.Answers.Where(IsFile).Select(static answer => answer.Path).Except(files.Select(static file => file.Path))
            .ToList();
        Assert.True(later.Count == 0, $"Fetched after the first visit: {string.Join(", ", later)}");
        visitor.AssertFaultless();
    }

    [Theory]
    [InlineData("fr-FR", "Se connecter", "Situation")]
    [InlineData("ar-IQ", "تسجيل الدخول", "الوضع العام")]
    public async Task Whoever_reads_another_language_is_sent_its_texts_and_no_others(string locale, string signIn, string situation)
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartOtherAsync(published.Server);
        await using var visitor = await Visitor.ComeAsync(browser, server.Url, language: locale);
        var meter = await WireMeter.OfAsync(visitor.Page);
        await visitor.Page.GotoAsync("/");
        await visitor.SeesAsync(signIn);
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var texts = Assert.Single(meter.Answers, static answer => answer.Path.Contains(".resources.", StringComparison.Ordinal));
        Assert.Contains($"/{locale[..2]}/", texts.Path, StringComparison.Ordinal);
        var bytes = meter.Answers.Sum(static answer => answer.Bytes);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.000} MB, of which {texts.Bytes:N0} are texts"));
        Assert.InRange(bytes, 1, MaxWire);
        await visitor.SignInByFormAsync(server.Key);
        await visitor.SeesAsync(situation);
        visitor.AssertFaultless();
    }

    [Fact]
    public async Task The_situation_of_thousands_of_regions_stays_live_and_small_through_a_storm_of_alerts()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartOtherAsync(published.Server);
        var codes = RegionCatalog.Iso.Codes.Where(static code => RegionCatalog.Iso.ChildrenOf(code).Count == 0).Take(Regions).ToList();
        await server.SendAsync(HttpMethod.Put, "api/v1/thresholds/any", Any);
        await Facts.ReportAsync(server, codes, "first");

        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        await visitor.Page.GotoAsync("/");
        await visitor.SeesAsync("Sign in");
        var signedOut = await RendererMemory.LargestAsync(browser, visitor.Page);
        await visitor.SignInAsync(server.Key);
        await visitor.Page.GetByLabel("Region", s_exact).FillAsync("al anb");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Al Anbār" })).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Region", s_exact).FillAsync("");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Show 100 more" })).ToBeVisibleAsync();
        var before = await RendererMemory.LargestAsync(browser, visitor.Page);

        foreach (var storm in codes.Take(Alerts).Chunk(50))
        {
            await Facts.ReportAsync(server, storm, "second");
        }

        await visitor.GoAsync("/alerts");
        await visitor.SeesAsync("Alerts");
        await visitor.GoAsync("/");
        await Facts.ReportAsync(server, "Ramadi");
        await Facts.ReportAsync(server, "Fallujah");
        await server.Until(
            async () => await server.StatusAsync("api/v1/alerts/IQ-AN.any.1") == 200, "the last alert is in the ledger");
        await visitor.GoAsync("/alerts/IQ-AN.any.1");
        await visitor.SeesAsync("Any two");
        await visitor.GoAsync("/");
        await visitor.SeesAsync("Situation");
        var after = await RendererMemory.LargestAsync(browser, visitor.Page);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{signedOut / 1e6:0} MB before signing in, {before / 1e6:0} with all regions, {after / 1e6:0} after the storm"));
        Assert.InRange(after, 1, MaxMemory);
        visitor.AssertFaultless();
    }

    /// <summary>What pages send is written, and what is answered is read, by source-generated JSON alone.</summary>
    private static async Task ActAsync(Visitor visitor, WebhookReceiver receiver)
    {
        var page = visitor.Page;
        await visitor.GoAsync("/alerts/IQ-AN.two-towns.1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Assertions.Expect(page.Locator(".taken")).ToContainTextAsync("Acknowledged by");

        await visitor.GoAsync("/thresholds/two-towns");
        await page.GetByLabel("At least", s_exact).FillAsync("3");
        await Assertions.Expect(page.Locator(".preview")).ToContainTextAsync("Gone: 1");
        await page.GetByLabel("Why it is changed").FillAsync("two towns are common");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Saved as version 2")).ToBeVisibleAsync();

        await visitor.GoAsync("/subscriptions");
        await page.GetByRole(AriaRole.Button, new() { Name = "New subscription" }).ClickAsync();
        await page.GetByLabel("Id", s_exact).FillAsync("day-desk");
        await page.GetByLabel("Address of the receiver").FillAsync(receiver.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create subscription" }).ClickAsync();
        await Assertions.Expect(page.Locator("#issued-secret")).ToBeVisibleAsync();
        await visitor.GoAsync("/subscriptions/day-desk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The test was delivered: the receiver answered 200.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await visitor.SeesAsync("Subscriptions");

        await visitor.GoAsync("/silences");
        await page.GetByRole(AriaRole.Button, new() { Name = "New silence" }).ClickAsync();
        await page.GetByLabel("Why nobody is to be told").FillAsync("Nobody is in the office");
        await page.GetByLabel("Holds", s_exact).SelectOptionAsync("every week on some days");
        await page.GetByLabel("Saturday").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make silence" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Nobody is in the office" }))
            .ToContainTextAsync("every Sat from 22:00 for 8 h, Asia/Baghdad");

        await visitor.GoAsync("/on-call/contacts/ann");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await page.GetByLabel("Name", s_exact).FillAsync("Ann of the night");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await visitor.SeesAsync("Ann of the night");
        await visitor.GoAsync("/on-call/schedules/night");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await page.GetByLabel("Part of the day").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".calendar .held").First).ToContainTextAsync("Ann of the night");
        await visitor.GoAsync("/policies/chiefs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await page.GetByLabel("Gone through again").FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("3 times");

        await visitor.GoAsync("/regions/IQ-AN");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the level by hand" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("Both sides talk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".note")).ToContainTextAsync("Both sides talk");

        await visitor.GoAsync("/keys");
        await page.GetByLabel("Name", s_exact).FillAsync("Night desk");
        await page.GetByLabel("desk", s_exact).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Assertions.Expect(page.Locator("#issued-key")).ToContainTextAsync("ak_");
    }

    /// <summary>Whether it is of the program, and no data.</summary>
    private static bool IsFile(WireMeter.Answer answer) => !s_data.Any(data => answer.Path.StartsWith(data, StringComparison.Ordinal));
}
