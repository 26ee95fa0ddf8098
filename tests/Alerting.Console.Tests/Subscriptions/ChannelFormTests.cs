using Alerting.Console.Subscriptions;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Console.Tests.Subscriptions;

public sealed class ChannelFormTests
{
    public static TheoryData<ChannelView> Present { get; } =
    [
        new ChannelView("webhook", "https://desk.example.org/hook?token=1") { Format = WebhookFormat.Cloudevents },
        new ChannelView("email", null) { To = ["desk@example.org", "night@example.org"], Cc = ["hq@example.org"], Language = "fr" },
        new ChannelView("slack", "https://hooks.example.org") { Language = "ar" },
        new ChannelView("teams", "https://teams.example.org"),
        new ChannelView("telegram", null) { ChatId = "-1001", Language = "ar" },
        new ChannelView("pagerduty", "https://events.pagerduty.com/v2/enqueue"),
    ];

    /// <summary>A put replaces the whole: what the form left out would be lost, a secret that it made up would end the old one.</summary>
    [Theory]
    [MemberData(nameof(Present))]
    public void What_is_not_changed_is_put_as_it_was_and_secrets_are_kept(ChannelView present)
    {
        var body = new ChannelForm(present).ToBody();
        var put = ChannelView.Of(body.ToChannel());
        Assert.Equal(
            (present.Type, present.Format, present.Language, present.ChatId), (put.Type, put.Format, put.Language, put.ChatId));
        Assert.Equal(present.To, put.To);
        Assert.Equal(present.Cc, put.Cc);

        // Absent stands for the address that a chat has: all that is known of it is the origin.
        Assert.Equal(present.Type is "slack" or "teams" ? null : present.Url, body.Url);
        Assert.Equal((null, null, null, null), (body.Secret, body.PreviousSecret, body.Token, body.RoutingKey));
    }

    [Fact]
    public void That_a_secret_is_kept_is_said_of_its_own_type_alone()
    {
        var form = new ChannelForm(new ChannelView("slack", "https://hooks.example.org"));
        Assert.Equal("One at https://hooks.example.org is kept. Enter another to replace it.", ChannelTexts.Kept(form));
        form.Choose("telegram");
        Assert.Null(ChannelTexts.Kept(form));
        form.Choose("slack");
        Assert.NotNull(ChannelTexts.Kept(form));
        Assert.Null(ChannelTexts.Kept(new ChannelForm()));
        Assert.Equal("One is kept. Enter another to replace it.",
            ChannelTexts.Kept(new ChannelForm(new ChannelView("telegram", null) { ChatId = "-1001" })));
    }

    [Fact]
    public void Another_type_puts_nothing_of_the_one_before()
    {
        var form = new ChannelForm(new ChannelView("webhook", "https://desk.example.org/hook") { Format = WebhookFormat.Native });
        form.Choose("pagerduty");
        (form.RoutingKey, form.To, form.ChatId) = (" R0 ", "desk@example.org", "-1001");
        var body = form.ToBody();
        Assert.Equal(("pagerduty", "R0", null, null, null), (body.Type, body.RoutingKey, body.Url, body.Format, body.ChatId));
        Assert.Null(body.To);
        form.Choose("webhook");
        Assert.Equal(("https://desk.example.org/hook", SecretChoice.Kept), (form.ToBody().Url, form.Secret));
    }

    [Theory]
    [InlineData("desk@example.org, night@example.org")]
    [InlineData("desk@example.org\nnight@example.org\n")]
    [InlineData(" desk@example.org;night@example.org,desk@example.org ")]
    public void Addresses_are_read_as_people_write_them(string text)
    {
        var form = new ChannelForm { Type = "email", To = text };
        Assert.Equal(["desk@example.org", "night@example.org"], form.ToBody().To!);
        Assert.Null(form.ToBody().Cc);
    }

    [Fact]
    public void A_secret_is_made_once_and_shown_where_it_was_made()
    {
        var form = new ChannelForm { Url = " https://desk.example.org/hook " };
        Assert.Null(form.CreatedSecret);
        var body = form.ToBody();
        Assert.Matches(ChannelBody.SecretPattern, body.Secret);
        Assert.Equal("https://desk.example.org/hook", body.Url);
        Assert.Equal(body.Secret, form.ToBody().Secret);
        Assert.Equal(body.Secret, form.CreatedSecret);
        Assert.NotEqual(body.Secret, new ChannelForm().ToBody().Secret);
    }

    [Fact]
    public void A_secret_that_was_typed_is_not_one_to_be_shown()
    {
        var form = new ChannelForm(new ChannelView("webhook", "https://desk.example.org/hook")) { PreviousSecret = "whsec_b" };
        Assert.Null(form.ToBody().PreviousSecret);
        (form.Secret, form.TypedSecret) = (SecretChoice.Typed, " whsec_a ");
        Assert.Equal(("whsec_a", "whsec_b"), (form.ToBody().Secret, form.ToBody().PreviousSecret));
        Assert.Null(form.CreatedSecret);
    }

    [Fact]
    public void Where_it_leads_is_said_in_words()
    {
        Assert.Equal("email to desk@example.org", SubscriptionWords.Target(new ChannelView("email", null) { To = ["desk@example.org"] }));
        Assert.Equal("slack, posted to https://hooks.example.org",
            SubscriptionWords.Receiver(new ChannelView("slack", "https://hooks.example.org")));
        Assert.Equal("telegram to -1001", SubscriptionWords.Target(new ChannelView("telegram", null) { ChatId = "-1001" }));
    }
}
