using Alerting.Console.Tests.Browser;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Xunit;

namespace Alerting.Console.Tests;

/// <summary>Whoever has people told by mail, chats and pagers, in a browser.</summary>
public sealed class ChannelDayTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly PageGetByLabelOptions s_exact = new() { Exact = true };

    [Fact]
    public async Task A_chat_gets_texts_of_its_own_and_its_secret_is_kept_through_a_change()
    {
        var browser = fixture.Browser;
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = static context => context.Response.WriteAsync("ok");
        await using var server = await RunningServer.StartAsync();
        await using var visitor = await Visitor.ComeAsync(browser, server.Url);
        var page = visitor.Page;
        await visitor.SignInAsync(server.Key, "/subscriptions");
        await page.GetByRole(AriaRole.Button, new() { Name = "New subscription" }).ClickAsync();
        await page.GetByLabel("Id", s_exact).FillAsync("room");
        await page.GetByLabel("Told by").SelectOptionAsync("Slack or Mattermost");
        await page.GetByLabel("Incoming webhook").FillAsync(receiver.Url);
        await page.GetByLabel("Language", new() { Exact = true }).SelectOptionAsync("French");
        await page.GetByLabel("Title of its own").FillAsync("{{ words.severity }} {{ region.name }}");
        await page.GetByLabel("Text of its own").FillAsync("{{ explanation }}\n{% for town in towns %}{{ town ");
        visitor.ExpectsRefusals = true;
        await page.GetByRole(AriaRole.Button, new() { Name = "Create subscription" }).ClickAsync();
        await Assertions.Expect(page.Locator("#template-text-fault")).ToContainTextAsync("line 2, column");
        await Assertions.Expect(page.GetByLabel("Text of its own")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not saved. Text of its own:");
        await visitor.PictureAsync("subscription-template-refused");
        await visitor.AssertSoundAsync();

        await page.GetByLabel("Text of its own").FillAsync("{{ explanation }}\n{% for town in towns %}{{ town }} {% endfor %}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create subscription" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Send it a test from there.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#issued-secret")).ToHaveCountAsync(0);

        // The address is a secret: only where it leads is shown, and a change of something else keeps it.
        await visitor.GoAsync("/subscriptions/room");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText($"One at {new Uri(receiver.Url).GetLeftPart(UriPartial.Authority)} is kept."))
            .ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Incoming webhook")).ToHaveValueAsync("");
        await Assertions.Expect(page.GetByLabel("Title of its own")).ToHaveValueAsync("{{ words.severity }} {{ region.name }}");
        await page.GetByLabel("Severity", s_exact).SelectOptionAsync("critical");
        await visitor.PictureAsync("subscription-slack-kept");
        await visitor.AssertSoundAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Critical alerts in")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The test was delivered: the receiver answered 200.")).ToBeVisibleAsync();
        Assert.Contains("[TEST]", receiver.Received[^1].Json.ToJsonString(), StringComparison.Ordinal);
        visitor.AssertFaultless();
    }

    [Fact]
    public async Task Every_type_has_its_fields_and_is_saved_with_them()
    {
        var browser = fixture.Browser;
        await using var server = await RunningServer.StartAsync(
            ("Alerting__Smtp__Host", "127.0.0.1"), ("Alerting__Smtp__From", "Alerting <alerts@example.org>"));
        await using var visitor = await Visitor.ComeAsync(browser, server.Url, 360, ColorScheme.Dark);
        var page = visitor.Page;
        await visitor.SignInAsync(server.Key, "/subscriptions");
        await SaveAsync("events", "webhook", async () =>
        {
            await page.GetByLabel("Address of the receiver").FillAsync("http://127.0.0.1:9/hook");
            await page.GetByLabel("Format").SelectOptionAsync("CloudEvents 1.0");
        });
        await SaveAsync("mail", "mail", async () =>
        {
            await page.GetByLabel("To", s_exact).FillAsync("desk@example.org\nnight@example.org");
            await page.GetByLabel("Copy to").FillAsync("hq@example.org");
            await page.GetByLabel("Language", new() { Exact = true }).SelectOptionAsync("Arabic");
        });
        await SaveAsync("teams", "Microsoft Teams", () => page.GetByLabel("Address of the workflow").FillAsync("http://127.0.0.1:9/teams"));
        await SaveAsync("pager", "PagerDuty", () => page.GetByLabel("Routing key").FillAsync(new string('r', 32)));
        await SaveAsync("bot", "Telegram", async () =>
        {
            await page.GetByLabel("Chat", s_exact).FillAsync("-1001234567890");
            await page.GetByLabel("Token of the bot").FillAsync("123:abc_DEF");
        });

        var channels = (await server.GetAsync("api/v1/subscriptions"))["items"]!.AsArray()
            .ToDictionary(static view => view!["id"]!.GetValue<string>(), static view => view!["channel"]!.ToJsonString());
        Assert.Equal("""{"type":"webhook","url":"http://127.0.0.1:9/hook","format":"cloudevents"}""", channels["events"]);
        Assert.Contains("\"to\":[\"desk@example.org\",\"night@example.org\"]", channels["mail"], StringComparison.Ordinal);
        Assert.Contains("\"cc\":[\"hq@example.org\"],\"language\":\"ar\"", channels["mail"], StringComparison.Ordinal);
        Assert.Contains("\"url\":\"http://127.0.0.1:9\"", channels["teams"], StringComparison.Ordinal);
        Assert.Contains("https://events.pagerduty.com/v2/enqueue", channels["pager"], StringComparison.Ordinal);
        Assert.Contains("\"chatId\":\"-1001234567890\"", channels["bot"], StringComparison.Ordinal);

        // What is wrong with a setting is said at its field.
        await visitor.GoAsync("/subscriptions/bot");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("One is kept. Enter another to replace it.")).ToBeVisibleAsync();
        await page.GetByLabel("Chat", s_exact).FillAsync("the room");
        visitor.ExpectsRefusals = true;
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("#channel-chatId-fault")).ToBeVisibleAsync();
        await visitor.PictureAsync("subscription-telegram-refused-360-dark");
        await visitor.AssertSoundAsync();

        async Task SaveAsync(string id, string type, Func<Task> fill)
        {
            await visitor.GoAsync("/subscriptions");
            await page.GetByRole(AriaRole.Button, new() { Name = "New subscription" }).ClickAsync();
            await page.GetByLabel("Id", s_exact).FillAsync(id);
            await page.GetByLabel("Told by").SelectOptionAsync(type);
            await fill();
            await visitor.PictureAsync($"subscription-new-{id}-360-dark");
            await visitor.AssertSoundAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Create subscription" }).ClickAsync();
            await Assertions.Expect(page.GetByText("Send it a test from there.")).ToBeVisibleAsync();
        }
    }
}
