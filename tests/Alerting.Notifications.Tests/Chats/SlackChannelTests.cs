using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.Chats;

/// <summary>Against a server that answers as Slack documents for incoming webhooks.</summary>
public sealed class SlackChannelTests : IAsyncLifetime
{
    private ChannelHarness _harness = null!;

    private SubscriptionChannel Settings => new() { Type = SubscriptionChannel.Slack, Url = $"{_harness.Origin}/services/T0/B0/key" };

    public async ValueTask InitializeAsync()
    {
        _harness = await ChannelHarness.StartAsync();
        _harness.Answer(200, "ok");
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Blocks_with_colour_explanation_towns_and_link()
    {
        Assert.Equal(new NotificationVerdict.Delivered(200), await _harness.SendAsync(Settings));
        Assert.Equal("/services/T0/B0/key", _harness.Receiver.Received[0].Path);
        var attachment = _harness.Posted["attachments"]![0]!;
        Assert.Equal("#b71c1c", attachment["color"]!.GetValue<string>());
        var blocks = attachment["blocks"]!.ToJsonString();
        Assert.Equal("header", attachment["blocks"]![0]!["type"]!.GetValue<string>());
        var texts = attachment["blocks"]!.AsArray().Select(static block => block!["text"]!["text"]!.GetValue<string>()).ToArray();
        Assert.Contains("4 towns of Al Anbār were hit within 2 h (threshold 3).", texts[1], StringComparison.Ordinal);
        Assert.Equal("Fallujah · Ramadi", texts[2]);
        Assert.Equal($"<{ChannelHarness.PublicUrl}/alerts/IQ-AN.simultaneous-assaults.7|Open in the console>", texts[3]);
        Assert.DoesNotContain("TEST", blocks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mattermost_gets_title_and_text_beside_the_blocks_it_does_not_know()
    {
        Assert.IsType<NotificationVerdict.Delivered>(await _harness.SendAsync(Settings with { Url = $"{_harness.Origin}/hooks/key" }));
        var attachment = _harness.Posted["attachments"]![0]!;
        Assert.Contains("4 towns of Al Anbār", attachment["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            ("Critical: Simultaneous assaults in Al Anbār (raised)", $"{ChannelHarness.PublicUrl}/alerts/IQ-AN.simultaneous-assaults.7"),
            (attachment["title"]!.GetValue<string>(), attachment["title_link"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Names_cannot_mention_people_or_lead_elsewhere()
    {
        await _harness.SendAsync(Settings, ChannelHarness.Message(AlertSample.Alert() with { Towns = ["<!channel> & <http://x|y>"] }));
        var blocks = _harness.Posted["attachments"]![0]!["blocks"]!.AsArray();
        var texts = blocks.Select(static block => block!["text"]!["text"]!.GetValue<string>());
        Assert.Contains("&lt;!channel&gt; &amp; &lt;http://x|y&gt;", texts);
    }

    [Fact]
    public async Task Long_texts_are_cut_at_the_limits_with_a_link_to_the_whole()
    {
        var alert = AlertSample.Alert() with
        {
            Explanation = new string('ā', 5_000),
            Towns = [.. Enumerable.Range(0, 100).Select(static i => $"Town of a long name, number {i}")],
        };
        Assert.IsType<NotificationVerdict.Delivered>(await _harness.SendAsync(Settings, ChannelHarness.Message(alert)));
        var blocks = _harness.Posted["attachments"]![0]!["blocks"]!.AsArray();
        Assert.All(blocks.Skip(1), static block => Assert.InRange(block!["text"]!["text"]!.GetValue<string>().Length, 1, 3_000));
        Assert.InRange(blocks[0]!["text"]!["text"]!.GetValue<string>().Length, 1, 150);
        Assert.EndsWith($"…\n<{ChannelHarness.PublicUrl}/alerts/{alert.AlertId}|Open in the console>",
            blocks[1]!["text"]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "no_service")]
    [InlineData(410, "channel_is_archived")]
    public async Task A_webhook_that_is_not_there_any_more_disables(int status, string body)
    {
        _harness.Answer(status, body);
        var gone = Assert.IsType<NotificationVerdict.Gone>(await _harness.SendAsync(Settings));
        Assert.Equal(status, gone.StatusCode);
        Assert.Contains(body, gone.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_messages_wait_as_long_as_it_says()
    {
        _harness.Answer(429, "rate_limited", ("Retry-After", "30"));
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<NotificationVerdict.Retry>(await _harness.SendAsync(Settings)).After);
    }

    [Fact]
    public async Task A_payload_that_is_refused_is_dead_and_other_answers_are_tried_again()
    {
        _harness.Answer(400, "invalid_payload");
        Assert.IsType<NotificationVerdict.Permanent>(await _harness.SendAsync(Settings));
        _harness.Answer(500, "rollup_error");
        Assert.Equal(new NotificationVerdict.Retry(500, "the receiver answered 500: rollup_error"), await _harness.SendAsync(Settings));
        _harness.Answer(200, "<html>a page</html>");
        Assert.IsType<NotificationVerdict.Retry>(await _harness.SendAsync(Settings));
    }

    [Fact]
    public async Task An_endless_answer_is_read_as_far_as_64_KiB()
    {
        _harness.Receiver.Answer = static async context =>
        {
            var junk = new byte[64 * 1_024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(junk, context.RequestAborted);
            }
        };
        Assert.IsType<NotificationVerdict.Retry>(
            await _harness.SendAsync(Settings).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_test_says_so_and_an_end_is_green()
    {
        await _harness.SendAsync(Settings, ChannelHarness.Test());
        Assert.StartsWith("[TEST] ", _harness.Posted["text"]!.GetValue<string>(), StringComparison.Ordinal);
        await _harness.SendAsync(Settings, ChannelHarness.Message(AlertSample.Alert(revision: 2, change: AlertChange.Cleared)));
        Assert.Equal("#2e7d32", _harness.Posted["attachments"]![0]!["color"]!.GetValue<string>());
    }
}
