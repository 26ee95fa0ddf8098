using Alerting.Notifications;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.Chats;

/// <summary>Against a server that answers as a workflow of Teams does.</summary>
public sealed class TeamsChannelTests : IAsyncLifetime
{
    private ChannelHarness _harness = null!;

    private SubscriptionChannel Settings =>
        new() { Type = SubscriptionChannel.Teams, Url = $"{_harness.Origin}/workflows/1/triggers/manual?sig=key", Language = "ar" };

    public async ValueTask InitializeAsync()
    {
        _harness = await ChannelHarness.StartAsync();
        _harness.Answer(202);
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task An_adaptive_card_in_the_language_of_the_channel()
    {
        Assert.Equal(new NotificationVerdict.Delivered(202), await _harness.SendAsync(Settings));
        var attachment = _harness.Posted["attachments"]![0]!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment["contentType"]!.GetValue<string>());
        var card = attachment["content"]!;
        Assert.Equal(("AdaptiveCard", "1.4", true), (
            card["type"]!.GetValue<string>(), card["version"]!.GetValue<string>(), card["rtl"]!.GetValue<bool>()));
        Assert.StartsWith("حرج", card["body"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal($"{ChannelHarness.PublicUrl}/alerts/IQ-AN.simultaneous-assaults.7", card["actions"]![0]!["url"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_card_is_never_larger_than_teams_takes()
    {
        var template = new MessageTemplate { Text = "{{ explanation }}{{ explanation }}" };
        var alert = AlertSample.Alert() with { Explanation = new string('م', 50_000) };
        await _harness.SendAsync(Settings, ChannelHarness.Message(alert) with { Template = template });
        Assert.InRange(_harness.Receiver.Received[0].Body.Length, 1_000, 28 * 1_024);
        var body = _harness.Posted["attachments"]![0]!["content"]!["body"]!.ToJsonString();
        Assert.Contains($"/alerts/{alert.AlertId}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_other_than_2xx_are_tried_again()
    {
        _harness.Answer(429, "", ("Retry-After", "7"));
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<NotificationVerdict.Retry>(await _harness.SendAsync(Settings)).After);
        _harness.Answer(400);
        Assert.IsType<NotificationVerdict.Retry>(await _harness.SendAsync(Settings));
    }

    [Fact]
    public async Task Without_an_address_of_the_console_there_are_no_links()
    {
        await using var unknown = await ChannelHarness.StartAsync(publicUrl: null);
        await unknown.SendAsync(new() { Type = SubscriptionChannel.Teams, Url = $"{unknown.Origin}/w?sig=1" });
        Assert.Null(unknown.Posted["attachments"]![0]!["content"]!["actions"]);
    }
}
