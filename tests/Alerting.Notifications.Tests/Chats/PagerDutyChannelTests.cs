using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.PagerDuty;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.Chats;

/// <summary>Against a server that answers as the Events API v2 documents.</summary>
public sealed class PagerDutyChannelTests : IAsyncLifetime
{
    private const string Key = "0123456789abcdef0123456789ABCDEF";
    private ChannelHarness _harness = null!;

    private SubscriptionChannel Settings => new()
    {
        Type = SubscriptionChannel.PagerDuty,
        Url = $"{_harness.Origin}/v2/enqueue",
        RoutingKey = Key,
    };

    public async ValueTask InitializeAsync()
    {
        _harness = await ChannelHarness.StartAsync();
        _harness.Answer(202, """{"status":"success","message":"Event processed","dedup_key":"k"}""");
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData(AlertChange.Raised, "trigger")]
    [InlineData(AlertChange.Updated, "trigger")]
    [InlineData(AlertChange.Acknowledged, "acknowledge")]
    [InlineData(AlertChange.Cleared, "resolve")]
    [InlineData(AlertChange.Cancelled, "resolve")]
    public async Task Each_change_is_an_event_of_the_same_incident(AlertChange change, string action)
    {
        var message = ChannelHarness.Message(AlertSample.Alert(change: change));
        Assert.Equal(new NotificationVerdict.Delivered(202), await _harness.SendAsync(Settings, message));
        var posted = _harness.Posted;
        Assert.Equal((Key, action, "IQ-AN.simultaneous-assaults.7"), (
            posted["routing_key"]!.GetValue<string>(), posted["event_action"]!.GetValue<string>(),
            posted["dedup_key"]!.GetValue<string>()));
        Assert.Equal(("IQ-AN", "critical"), (
            posted["payload"]!["source"]!.GetValue<string>(), posted["payload"]!["severity"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_summary_is_cut_and_a_test_says_so()
    {
        await _harness.SendAsync(Settings, ChannelHarness.Test() with { Template = new MessageTemplate { Title = new string('x', 400) } });
        var summary = _harness.Posted["payload"]!["summary"]!.GetValue<string>();
        Assert.StartsWith("[TEST] ", summary, StringComparison.Ordinal);
        Assert.InRange(summary.Length, 100, 1_024);
        Assert.True(_harness.Posted["payload"]!["custom_details"]!["test"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Refused_events_are_dead_and_too_many_are_tried_again()
    {
        _harness.Answer(400, """{"status":"invalid event","message":"Event object is invalid","errors":["x"]}""");
        Assert.Equal(
            new NotificationVerdict.Permanent(400, "PagerDuty answered 400: Event object is invalid"), await _harness.SendAsync(Settings));
        _harness.Answer(429, "", ("Retry-After", "5"));
        Assert.Equal(TimeSpan.FromSeconds(5), Assert.IsType<NotificationVerdict.Retry>(await _harness.SendAsync(Settings)).After);
        _harness.Answer(200);
        Assert.IsType<NotificationVerdict.Retry>(await _harness.SendAsync(Settings));
    }

    [Fact]
    public void Events_go_to_pagerduty_where_nothing_else_is_said()
    {
        var (settings, fault) = _harness.Channels.For(Settings).Complete(Settings with { Url = "" }, null);
        Assert.Null(fault);
        Assert.Equal(PagerDutyChannel.DefaultUrl, settings.Url);
    }
}
