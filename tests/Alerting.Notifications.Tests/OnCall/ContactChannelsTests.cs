using Alerting.Notifications.OnCall;
using Alerting.Notifications.Tests.Chats;
using Alerting.Reports;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.OnCall;

/// <summary>Whose secret is kept when the channels of a contact are put as they are shown, moved, changed or left out.</summary>
public sealed class ContactChannelsTests : IAsyncLifetime
{
    private static readonly SubscriptionChannel s_first =
        new() { Type = SubscriptionChannel.Slack, Url = "https://hooks.example.org/first" };

    private static readonly SubscriptionChannel s_second =
        new() { Type = SubscriptionChannel.Slack, Url = "https://hooks.example.org/second" };

    private static readonly SubscriptionChannel s_shown = new() { Type = SubscriptionChannel.Slack, Url = "https://hooks.example.org" };

    private static readonly SubscriptionChannel s_mail = new() { Type = SubscriptionChannel.Email, To = ["desk@example.org"] };

    private ChannelHarness _harness = null!;

    public async ValueTask InitializeAsync() => _harness = await ChannelHarness.StartAsync();

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public void What_is_shown_can_be_put_though_channels_look_alike() =>
        Kept([s_shown, s_mail, s_shown], [s_first, s_mail, s_second], [s_first, s_mail, s_second]);

    [Fact]
    public void One_that_moved_keeps_its_secret() => Kept([s_mail, s_shown], [s_first, s_mail], [s_mail, s_first]);

    [Fact]
    public void One_that_changed_keeps_its_secret_where_it_can_be_no_other() =>
        Kept([s_shown with { Language = "fr" }, s_mail], [s_first], [s_first with { Language = "fr" }, s_mail]);

    [Fact]
    public void Which_of_two_that_look_alike_was_left_out_is_not_guessed() => Refused([s_shown], [s_first, s_second], 0);

    [Fact]
    public void One_more_than_there_was_needs_its_own_secret() => Refused([s_shown, s_mail, s_shown], [s_first], 2);

    [Fact]
    public void Another_type_has_no_secret_to_keep() => Refused(
        [s_mail, new SubscriptionChannel { Type = SubscriptionChannel.Telegram, ChatId = "1" }], [s_first], 1);

    private void Kept(SubscriptionChannel[] stated, SubscriptionChannel[] present, SubscriptionChannel[] expected)
    {
        var (channels, fault) = ContactChannels.Complete(_harness.Channels, stated, present);
        Assert.Null(fault);
        Assert.Equal(expected, channels);
    }

    private void Refused(SubscriptionChannel[] stated, SubscriptionChannel[] present, int index)
    {
        var fault = ContactChannels.Complete(_harness.Channels, stated, present).Fault;
        Assert.Contains(fault?.Type, new[] { FaultTypes.MissingField, FaultTypes.InvalidField });
        Assert.StartsWith($"$.channels[{index}].", fault!.Path, StringComparison.Ordinal);
    }
}
