using Alerting.Alerts;
using Alerting.Console.Subscriptions;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Console.Tests.Subscriptions;

public sealed class SubscriptionFormTests
{
    private static readonly SubscriptionView s_known = new()
    {
        Id = "hq",
        Name = "Headquarters",
        Regions = ["IQ-AN", "SE"],
        MinSeverity = Severity.Severe,
        Thresholds = ["two-towns"],
        Changes = [AlertChange.Raised, AlertChange.Acknowledged],
        Channel = new ChannelView("webhook", "https://desk.example.org/hook?token=1"),
        Enabled = false,
        AllowUnknown = true,
        Redact = [Redaction.Location],
        Owner = "01KEY",
        Delivery = new SubscriptionDelivery { PerStory = true },
    };

    [Fact]
    public void What_is_not_changed_is_put_as_it_was()
    {
        var body = SubscriptionForm.Of(s_known).ToBody();
        Assert.Equal("Headquarters", body.Name);
        Assert.Equal(["IQ-AN", "SE"], body.Regions!);
        Assert.Equal(Severity.Severe, body.MinSeverity);
        Assert.Equal(["two-towns"], body.Thresholds!);
        Assert.Equal([AlertChange.Raised, AlertChange.Acknowledged], body.Changes!);
        Assert.Equal([Redaction.Location], body.Redact!);
        Assert.Equal((true, false, true), (body.Delivery!.PerStory, body.Enabled, body.AllowUnknown));
        Assert.Equal(("webhook", "https://desk.example.org/hook?token=1"), (body.Channel.Type, body.Channel.Url));
        Assert.Equal("01KEY", body.Owner);
        Assert.Null(body.Channel.Secret);
        Assert.Null(body.Channel.PreviousSecret);
        Assert.Null(body.StartAfter);
    }

    [Fact]
    public void A_new_one_tells_what_the_server_tells_by_default_and_has_a_secret_made_once()
    {
        var form = new SubscriptionForm { Id = "hq", Url = " https://desk.example.org/hook " };
        Assert.Null(form.CreatedSecret);
        var body = form.ToBody();
        Assert.Matches(ChannelBody.SecretPattern, body.Channel.Secret);
        Assert.Equal("https://desk.example.org/hook", body.Channel.Url);
        Assert.Equal(body.Channel.Secret, form.ToBody().Channel.Secret);
        Assert.Equal(body.Channel.Secret, form.CreatedSecret);
        Assert.NotEqual(body.Channel.Secret, new SubscriptionForm().ToBody().Channel.Secret);
        Assert.Equal(Subscription.DefaultChanges, body.Changes!);
        Assert.Null(body.Name);
        Assert.Empty(body.Regions!);
        Assert.Null(body.Owner);
    }

    [Fact]
    public void A_secret_that_was_typed_is_not_one_to_be_shown()
    {
        var form = SubscriptionForm.Of(s_known);
        form.PreviousSecret = "whsec_b";
        Assert.Null(form.ToBody().Channel.PreviousSecret);
        (form.Secret, form.TypedSecret) = (SecretChoice.Typed, " whsec_a ");
        Assert.Equal(("whsec_a", "whsec_b"), (form.ToBody().Channel.Secret, form.ToBody().Channel.PreviousSecret));
        Assert.Null(form.CreatedSecret);
    }

    [Fact]
    public void No_change_named_means_every_change_where_it_is_read_and_is_not_put()
    {
        var form = SubscriptionForm.Of(s_known with { Changes = [] });
        Assert.Equal(Enum.GetValues<AlertChange>(), form.ToBody().Changes!);
        form.Changes.Clear();
        Assert.True(form.TellsNothing);
    }

    [Theory]
    [InlineData("IQ-AN, SE", new[] { "IQ-AN", "SE" })]
    [InlineData(" IQ-AN SE;;IQ-AN ", new[] { "IQ-AN", "SE" })]
    [InlineData("", new string[0])]
    public void Codes_are_read_as_people_write_them(string text, string[] codes) =>
        Assert.Equal(codes, new SubscriptionForm { Regions = text }.ToBody().Regions!);

    [Fact]
    public void The_filter_is_said_in_words()
    {
        Assert.Equal("Alerts of severe and above in IQ-AN and SE, raised by two-towns", SubscriptionWords.Filter(s_known));
        Assert.Equal("raised and acknowledged", SubscriptionWords.Changes(s_known));
        Assert.Equal("one alarm a story, without location of the evidence", SubscriptionWords.Manner(s_known));
        var everything = s_known with
        {
            Regions = ["*"],
            Thresholds = [],
            Changes = [],
            MinSeverity = Severity.Notice,
            Redact = [],
            Delivery = SubscriptionDelivery.Default,
        };
        Assert.Equal("Alerts in every region its owner may see", SubscriptionWords.Filter(everything));
        Assert.Equal(
            "Critical alerts in every region its owner may see",
            SubscriptionWords.Filter(everything with { MinSeverity = Severity.Critical }));
        Assert.Equal(
            "Alerts in A, B, C, D, E and 2 more",
            SubscriptionWords.Filter(everything with { Regions = ["A", "B", "C", "D", "E", "F", "G"] }));
        Assert.Equal("every change", SubscriptionWords.Changes(everything));
        Assert.Equal("", SubscriptionWords.Manner(everything));
    }

    [Fact]
    public void The_list_does_not_show_what_may_be_secret_of_an_address() =>
        Assert.Equal("webhook to desk.example.org", SubscriptionWords.Target(s_known.Channel));
}
