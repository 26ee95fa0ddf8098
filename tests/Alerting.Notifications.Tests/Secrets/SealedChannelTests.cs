using System.Text;
using System.Text.Json;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.Secrets;

/// <summary>What a channel needs to send is stored encrypted, and read back as it was.</summary>
public sealed class SealedChannelTests
{
    private static readonly Subscription s_desk = new()
    {
        Id = "desk",
        Name = "Desk",
        Channel = new SubscriptionChannel
        {
            Url = "https://example.org/hooks/T0/B0/token",
            Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
            PreviousSecret = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=",
        },
    };

    private readonly TestSecrets _secrets = new();

    private SubscriptionFormat Format => new(_secrets);

    [Fact]
    public void Neither_events_nor_snapshots_show_secrets_or_addresses()
    {
        byte[][] stored = [Format.Write([new SubscriptionConfigured(s_desk, 7)]), Format.Write(Snapshot(s_desk))];

        foreach (var text in stored.Select(Encoding.UTF8.GetString))
        {
            Assert.Contains("\"sealed\":", text, StringComparison.Ordinal);
            foreach (var secret in new[] { s_desk.Channel.Url, s_desk.Channel.Secret!, s_desk.Channel.PreviousSecret!, "token" })
            {
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            }
        }

        Assert.Equal(s_desk.Channel, Assert.IsType<SubscriptionConfigured>(Assert.Single(Format.ReadEvents(stored[0]))).Definition.Channel);
        Assert.Equal(s_desk.Channel, Format.ReadSnapshot(stored[1]).Definition!.Channel);
    }

    [Fact]
    public void What_was_stored_in_the_clear_is_read()
    {
        var events = JsonSerializer.SerializeToUtf8Bytes(
            [new SubscriptionConfigured(s_desk, 7)], SubscriptionJson.Default.ListSubscriptionEvent);
        var snapshot = JsonSerializer.SerializeToUtf8Bytes(Snapshot(s_desk), SubscriptionJson.Default.SubscriptionSnapshot);

        Assert.Equal(s_desk.Channel, Assert.IsType<SubscriptionConfigured>(Assert.Single(Format.ReadEvents(events))).Definition.Channel);
        Assert.Equal(s_desk.Channel, Format.ReadSnapshot(snapshot).Definition!.Channel);
    }

    [Fact]
    public void A_subscription_whose_key_is_lost_is_disabled_with_the_reason_and_whole_again_when_the_key_is_back()
    {
        var stored = Format.Write([new SubscriptionConfigured(s_desk, 7)]);
        _secrets.IsLost = true;
        var state = new SubscriptionState();
        Format.ReadEvents(stored).ForEach(state.Apply);
        foreach (var change in state.DisableUnreadable(s_now.UtcTicks))
        {
            state.Apply(change);
        }

        Assert.False(state.IsActive);
        Assert.Contains("cannot be decrypted", state.View!.DisabledReason, StringComparison.Ordinal);
        Assert.Empty(state.DisableUnreadable(s_now.UtcTicks));

        var kept = Format.Write(state.ToSnapshot());
        _secrets.IsLost = false;
        Assert.Equal(s_desk.Channel, Format.ReadSnapshot(kept).Definition!.Channel);
    }

    [Fact]
    public void A_readable_one_is_left_alone()
    {
        var state = new SubscriptionState();
        state.Apply(new SubscriptionConfigured(s_desk, 7));

        Assert.Empty(state.DisableUnreadable(s_now.UtcTicks));
    }

    private static readonly DateTimeOffset s_now = new(2014, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static SubscriptionSnapshot Snapshot(Subscription definition) => new(definition, 7, []);
}
