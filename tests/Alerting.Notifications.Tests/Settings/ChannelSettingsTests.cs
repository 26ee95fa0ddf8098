using System.Text;
using System.Text.Json;
using Alerting.Json;
using Alerting.Notifications;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Tests.Chats;
using Alerting.Reports;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Notifications.Tests.Settings;

/// <summary>Each type has its members and no others; secrets are kept by a replacement and never shown.</summary>
public sealed class ChannelSettingsTests : IAsyncLifetime
{
    private const string RoutingKey = "0123456789abcdef0123456789ABCDEF";
    private const string Token = "123456:AAE-key_0";
    private const string ChatUrl = "https://hooks.example.org/services/T0/secretpath?sig=secretquery";

    private static readonly SubscriptionChannel s_everything = new()
    {
        Url = ChatUrl,
        Secret = AlertSample.Secret,
        PreviousSecret = AlertSample.Secret,
        Format = WebhookFormat.Cloudevents,
        To = ["a@example.org"],
        Cc = ["b@example.org"],
        Language = "fr",
        ChatId = "@desk_chat",
        Token = Token,
        RoutingKey = RoutingKey,
    };

    private static readonly Dictionary<string, SubscriptionChannel> s_valid = new SubscriptionChannel[]
    {
        new() { Url = "https://desk.example.org/hook", Secret = AlertSample.Secret, Format = WebhookFormat.Alertmanager },
        new() { Type = SubscriptionChannel.Email, To = ["desk@example.org"], Cc = ["hq@example.org"], Language = "fr" },
        new() { Type = SubscriptionChannel.Slack, Url = ChatUrl, Language = "ar" },
        new() { Type = SubscriptionChannel.Teams, Url = ChatUrl },
        new() { Type = SubscriptionChannel.Telegram, ChatId = "-1001", Token = Token },
        new() { Type = SubscriptionChannel.PagerDuty, RoutingKey = RoutingKey },
    }.ToDictionary(static settings => settings.Type);

    private ChannelHarness _harness = null!;

    public static TheoryData<string> Types => [.. s_valid.Keys];

    public async ValueTask InitializeAsync() => _harness = await ChannelHarness.StartAsync();

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [MemberData(nameof(Types))]
    public void A_member_of_another_type_is_refused_at_its_path(string type)
    {
        Assert.Null(_harness.Channels.Validate(s_valid[type]));
        var members = JsonSerializer.SerializeToElement(s_everything, SubscriptionJson.Default.SubscriptionChannel)
            .EnumerateObject().Select(static member => member.Name).Where(static name => name != "type").ToArray();
        Assert.Equal(10, members.Length);
        var own = _harness.Channels.For(s_valid[type]).Members;
        foreach (var member in members.Except(own))
        {
            var fault = _harness.Channels.Validate(With(s_valid[type], member));
            Assert.Equal((FaultTypes.InvalidField, $"$.channel.{member}"), (fault?.Type, fault?.Path));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Secrets_are_needed_once_kept_after_and_shown_never(string type)
    {
        var channel = _harness.Channels.For(s_valid[type]);
        var (saved, fault) = channel.Complete(s_valid[type], null);
        Assert.Null(fault);

        var view = ChannelView.Of(saved);
        var shown = JsonSerializer.Serialize(view, ApiJson.Wire.GetTypeInfo(typeof(ChannelView))!) + saved + channel.ReceiverOf(saved);
        foreach (var secret in new[] { AlertSample.Secret, Token, RoutingKey, "secretpath", "secretquery" })
        {
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        }

        // What is shown can be put: the secrets stay.
        var put = new ChannelBody
        {
            Type = view.Type,
            Url = view.Url,
            Format = view.Format,
            To = view.To,
            Cc = view.Cc,
            Language = view.Language,
            ChatId = view.ChatId,
        }.ToChannel();
        Assert.Null(_harness.Channels.Validate(put));
        Assert.Equal((saved, null), channel.Complete(put, saved));
        if (type != SubscriptionChannel.Email)
        {
            Assert.NotNull(channel.Complete(put, null).Fault);
            Assert.NotNull(channel.Complete(put, s_everything with { Type = "other" }).Fault);
        }
    }

    [Theory]
    [InlineData("slack", "ftp://x/y", null, null, null, null, "url")]
    [InlineData("slack", "https://user:pw@x/y", null, null, null, null, "url")]
    [InlineData("teams", "https://x/y", "de", null, null, null, "language")]
    [InlineData("telegram", null, null, "12 3", null, null, "chatId")]
    [InlineData("telegram", null, null, null, null, null, "chatId")]
    [InlineData("telegram", null, null, "1", "a/b", null, "token")]
    [InlineData("telegram", null, null, "1", "1:../x", null, "token")]
    [InlineData("telegram", null, null, "1\n", "1:x", null, "chatId")]
    [InlineData("pagerduty", null, null, null, null, "short", "routingKey")]
    [InlineData("pagerduty", "nothing", null, null, null, RoutingKey, "url")]
    [InlineData("webhook", null, null, null, null, null, "url")]
    [InlineData("carrier-pigeon", null, null, null, null, null, "type")]
    public void What_is_wrong_is_told_at_its_path(
        string type, string? url, string? language, string? chatId, string? token, string? routingKey, string member)
    {
        var body = new ChannelBody
        {
            Type = type,
            Url = url,
            Language = language,
            ChatId = chatId,
            Token = token,
            RoutingKey = routingKey,
        };
        Assert.Equal($"$.channel.{member}", _harness.Channels.Validate(body.ToChannel())?.Path);
    }

    [Theory]
    [InlineData("to", "desk@example.org", "Desk <desk@example.org>")]
    [InlineData("to", "desk")]
    [InlineData("to", "a@example.org,b@example.org")]
    [InlineData("to", "a@example.org\r\nBcc: x@example.org")]
    [InlineData("cc", "@example.org")]
    [InlineData("cc", "a@b@")]
    public void Addresses_are_addresses_and_nothing_else(string member, params string[] addresses)
    {
        var settings = new SubscriptionChannel { Type = SubscriptionChannel.Email, To = ["desk@example.org"] };
        settings = member == "to" ? settings with { To = addresses } : settings with { Cc = addresses };
        Assert.Equal($"$.channel.{member}[{addresses.Length - 1}]", _harness.Channels.Validate(settings)?.Path);
        Assert.Equal("$.channel.to", _harness.Channels.Validate(settings with { To = [], Cc = null })?.Path);
        var many = Enumerable.Range(0, 51).Select(static i => $"a{i}@example.org").ToArray();
        Assert.Equal("$.channel.to", _harness.Channels.Validate(settings with { To = many, Cc = null })?.Path);
    }

    [Fact]
    public async Task Chats_may_not_lead_where_only_this_server_can_go()
    {
        foreach (var type in new[] { SubscriptionChannel.Slack, SubscriptionChannel.Teams, SubscriptionChannel.PagerDuty })
        {
            var fault = await _harness.Channels.CheckTargetAsync(
                new() { Type = type, Url = "http://10.0.0.1/x" }, TestContext.Current.CancellationToken);
            Assert.Equal("$.channel.url", fault?.Path);
        }
    }

    [Fact]
    public void All_of_it_is_stored_encrypted_and_read_back()
    {
        var format = new SubscriptionFormat(new TestSecrets());
        var stored = format.Write([new SubscriptionConfigured(new() { Id = "desk", Name = "Desk", Channel = s_everything }, 7)]);
        foreach (var secret in new[] { Token, RoutingKey, "secretpath", "example.org" })
        {
            Assert.DoesNotContain(secret, Encoding.UTF8.GetString(stored), StringComparison.Ordinal);
        }

        Assert.Equal(s_everything, Assert.IsType<SubscriptionConfigured>(Assert.Single(format.ReadEvents(stored))).Definition.Channel);
    }

    private static SubscriptionChannel With(SubscriptionChannel settings, string member) => member switch
    {
        "url" => settings with { Url = ChatUrl },
        "secret" => settings with { Secret = AlertSample.Secret },
        "previousSecret" => settings with { PreviousSecret = AlertSample.Secret },
        "format" => settings with { Format = WebhookFormat.Native },
        "to" => settings with { To = [] },
        "cc" => settings with { Cc = [] },
        "language" => settings with { Language = "en" },
        "chatId" => settings with { ChatId = "1" },
        "token" => settings with { Token = Token },
        "routingKey" => settings with { RoutingKey = RoutingKey },
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, "This test does not know the member."),
    };
}
