using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Alerts;
using Alerting.Console.Shown.Forms;
using Alerting.Console.Subscriptions;
using Alerting.Json;
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
        Area = new SubscriptionArea { Circle = new AreaCircle { Lat = 33.4, Lon = 43.3, RadiusKm = 50 } },
        Owner = "01KEY",
        Delivery = new SubscriptionDelivery
        {
            PerStory = true,
            Mode = DeliveryMode.Digest,
            Every = Duration.Parse("PT90S"),
            MostPerMinute = 12,
            LatestOnly = true,
            Heartbeat = Duration.Parse("PT15M"),
        },
        Template = new MessageTemplate { Title = "{{ region.name }}" },
    };

    [Fact]
    public void What_is_not_changed_is_put_as_it_was()
    {
        var body = SubscriptionForm.Of(s_known).ToBody(new FormReader());
        Assert.Equal("Headquarters", body.Name);
        Assert.Equal(["IQ-AN", "SE"], body.Regions!);
        Assert.Equal(Severity.Severe, body.MinSeverity);
        Assert.Equal(["two-towns"], body.Thresholds!);
        Assert.Equal([AlertChange.Raised, AlertChange.Acknowledged], body.Changes!);
        Assert.Equal([Redaction.Location], body.Redact!);
        Assert.Equal((true, false, true), (body.Delivery!.PerStory, body.Enabled, body.AllowUnknown));
        Assert.Equal(("webhook", "https://desk.example.org/hook?token=1"), (body.Channel.Type, body.Channel.Url));
        Assert.Null(body.Channel.Secret);
        Assert.Null(body.Channel.PreviousSecret);
        Assert.Null(body.StartAfter);
    }

    /// <summary>A put replaces the whole: what the form does not know would be lost with each change of something else.</summary>
    [Fact]
    public void Every_member_that_can_be_put_is_put_as_it_was()
    {
        var view = JsonSerializer.SerializeToNode(s_known, ApiJson.Wire.SubscriptionView)!.AsObject();
        var body = JsonSerializer.SerializeToNode(SubscriptionForm.Of(s_known).ToBody(new FormReader()), ApiJson.Wire.SubscriptionBody)!.AsObject();
        string[] shownAlone = ["id", "channel", "disabledReason", "disabledSince", "startAfter", "owner"];
        foreach (var (name, value) in view.Where(member => !shownAlone.Contains(member.Key)))
        {
            Assert.True(value is not null, $"The example has no {name}.");
            Assert.True(JsonNode.DeepEquals(value, body[name]), $"{name} is put as {body[name]}.");
        }
    }

    [Fact]
    public void What_cannot_be_read_of_how_it_is_told_is_said_at_its_field_and_what_is_empty_is_left_to_the_server()
    {
        var form = new SubscriptionForm();
        (form.Delivery.Every, form.Delivery.MostPerMinute, form.Delivery.Heartbeat) = ("soon", "few", "2 min");
        var reader = new FormReader();
        Assert.Equal(Duration.Parse("PT2M"), form.ToBody(reader).Delivery!.Heartbeat);
        Assert.Equal(["$.delivery.every", "$.delivery.mostPerMinute"], reader.Faults.Select(static fault => fault.Path));

        var empty = new SubscriptionForm().ToBody(reader).Delivery!;
        Assert.Equal((null, null, null, null), (empty.Every, empty.MostPerMinute, empty.LatestOnly, empty.Heartbeat));
    }

    /// <summary>It stays whose it is; that of somebody whose key was revoked becomes the caller's, unless it names its owner.</summary>
    [Fact]
    public void An_owner_is_named_only_where_it_is_handed_over()
    {
        var form = SubscriptionForm.Of(s_known);
        Assert.False(form.IsNew);
        Assert.Null(form.ToBody(new FormReader()).Owner);
        form.Owner = " 01OTHER ";
        Assert.Equal("01OTHER", form.ToBody(new FormReader()).Owner);
    }

    [Fact]
    public void An_area_is_a_circle_a_polygon_or_none()
    {
        const string Triangle = """{"type":"Polygon","coordinates":[[[43,33],[44,33],[44,34],[43,33]]]}""";
        var form = new AreaForm();
        Assert.Null(form.ToArea());
        (form.Choice, form.Latitude, form.RadiusKm) = (AreaChoice.Circle, 33.4, 50);
        Assert.Throws<FormatException>(() => form.ToArea());
        form.Longitude = 43.3;
        Assert.Equal(s_known.Area, form.ToArea());
        (form.Choice, form.Polygon) = (AreaChoice.Polygon, Triangle);
        Assert.Equal(Triangle, AreaForm.Of(form.ToArea()).Polygon);
        Assert.Equal(AreaChoice.Polygon, AreaForm.Of(form.ToArea()).Choice);
        foreach (var wrong in new[] { "", "{}", "[]", "null", """{"type":"Feature","geometry":{}}""" })
        {
            form.Polygon = wrong;
            Assert.Throws<FormatException>(() => form.ToArea());
        }
    }

    [Fact]
    public void A_new_one_tells_what_the_server_tells_by_default()
    {
        var body = new SubscriptionForm { Id = "hq" }.ToBody(new FormReader());
        Assert.Equal(Subscription.DefaultChanges, body.Changes!);
        Assert.Null(body.Name);
        Assert.Null(body.Template);
        Assert.Empty(body.Regions!);
        Assert.Null(body.Owner);
    }

    [Fact]
    public void Texts_of_its_own_are_put_as_far_as_there_are_any()
    {
        var form = SubscriptionForm.Of(s_known);
        Assert.True(form.HasTexts);
        form.Text = "{{ explanation }}\n{{ link }}";
        Assert.Equal(("{{ region.name }}", "{{ explanation }}\n{{ link }}"), (form.ToBody(new FormReader()).Template!.Title, form.ToBody(new FormReader()).Template!.Text));
        (form.Title, form.Text) = (" ", "");
        Assert.Null(form.ToBody(new FormReader()).Template);
        Assert.False(new SubscriptionForm().HasTexts);
        var mail = new SubscriptionForm();
        mail.Channel.Choose("email");
        Assert.True(mail.HasTexts);
    }

    [Fact]
    public void No_change_named_means_every_change_where_it_is_read_and_is_not_put()
    {
        var form = SubscriptionForm.Of(s_known with { Changes = [] });
        Assert.Equal(Enum.GetValues<AlertChange>(), form.ToBody(new FormReader()).Changes!);
        form.Changes.Clear();
        Assert.True(form.TellsNothing);
    }

    [Theory]
    [InlineData("IQ-AN, SE", new[] { "IQ-AN", "SE" })]
    [InlineData(" IQ-AN SE;;IQ-AN ", new[] { "IQ-AN", "SE" })]
    [InlineData("", new string[0])]
    public void Codes_are_read_as_people_write_them(string text, string[] codes) =>
        Assert.Equal(codes, new SubscriptionForm { Regions = text }.ToBody(new FormReader()).Regions!);

    [Fact]
    public void The_filter_is_said_in_words()
    {
        Assert.Equal(
            "Alerts of severe and above in IQ-AN and SE, raised by two-towns, with evidence within 50 km of 33.4, 43.3",
            SubscriptionWords.Filter(s_known));
        Assert.Equal("raised and acknowledged", SubscriptionWords.Changes(s_known));
        Assert.Equal(
            "one alarm a story, a digest of 90 s, after an outage the newest of each alert, a sign of life every 15 min, without "
            + "location of the evidence",
            SubscriptionWords.Manner(s_known));
        var everything = s_known with
        {
            Regions = ["*"],
            Thresholds = [],
            Area = null,
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
