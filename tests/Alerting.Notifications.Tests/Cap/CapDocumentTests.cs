using System.Xml.Linq;
using Alerting.Alerts;
using Alerting.Notifications.Cap;
using Alerting.Notifications.Tests.Chats;
using Alerting.Notifications.Texts;
using Alerting.Thresholds;
using Microsoft.Extensions.Options;
using Xunit;

namespace Alerting.Notifications.Tests.Cap;

public sealed class CapDocumentTests
{
    [Fact]
    public void The_founding_scenario_becomes_valid_chains_of_alert_updates_and_cancel()
    {
        var documents = CapHarness.Documents();
        var chains = FoundingAlerts.Revisions.GroupBy(static revision => revision.AlertId).ToList();

        Assert.Equal(3, chains.Count);
        foreach (var chain in chains)
        {
            var written = CapHarness.Write(documents, [.. chain], CapHarness.Square);

            Assert.All(written, static document => Assert.Empty(CapRules.Faults(document)));
            Assert.Equal(
                ["Alert", .. Enumerable.Repeat("Update", written.Count - 2), "Cancel"],
                written.Select(static document => document.Text("msgType")));
            Assert.Null(written[0].Text("references"));
            foreach (var (i, document) in written.Index().Skip(1))
            {
                Assert.Equal(string.Join(' ', written.Take(i).Select(Reference)), document.Text("references"));
            }
        }
    }

    [Fact]
    public void A_document_says_what_the_messages_of_the_channels_say_in_each_language()
    {
        var alert = FoundingAlerts.Of("simultaneous-assaults")[0];
        var document = CapHarness.Write(CapHarness.Documents(), [alert])[0];
        var texts = ChannelHarness.Texts();

        Assert.Equal(["en", "ar", "fr"], document.Elements(CapRules.Cap + "info").Select(static info => info.Text("language")));
        foreach (var info in document.Elements(CapRules.Cap + "info"))
        {
            var text = texts.Render(ChannelHarness.Message(alert), info.Text("language"));
            Assert.Equal((text.Title, text.Text, text.Link), (info.Text("headline"), info.Text("description"), info.Text("web")));
        }
    }

    [Theory]
    [InlineData(Severity.Notice, "Minor", "Future")]
    [InlineData(Severity.Warning, "Moderate", "Expected")]
    [InlineData(Severity.Severe, "Severe", "Immediate")]
    [InlineData(Severity.Critical, "Extreme", "Immediate")]
    public void Severities_are_those_of_the_standard(Severity severity, string expected, string urgency)
    {
        var info = InfoOf(AlertSample.Alert(severity: severity));

        Assert.Equal((expected, urgency, "Observed"), (info.Text("severity"), info.Text("urgency"), info.Text("certainty")));
        Assert.Equal(("Security", null), (info.Text("category"), info.Text("responseType")));
    }

    [Fact]
    public void What_may_have_been_told_twice_is_likely()
    {
        var alert = AlertSample.Alert();

        Assert.Equal("Likely", InfoOf(alert with { Measure = alert.Measure with { Certain = 2 } }).Text("certainty"));
        Assert.Equal("Observed", InfoOf(alert with { Measure = alert.Measure with { Certain = 3 } }).Text("certainty"));
        Assert.Equal("Observed", InfoOf(alert with { Measure = alert.Measure with { Value = 2, Certain = 2 } }).Text("certainty"));
    }

    [Theory]
    [InlineData(AlertChange.Cleared, "AllClear", "Observed")]
    [InlineData(AlertChange.Cancelled, null, "Unlikely")]
    public void An_end_cancels_what_was_sent(AlertChange change, string? response, string certainty)
    {
        var documents = CapHarness.Write(CapHarness.Documents(), [AlertSample.Alert(), AlertSample.Alert(2, revision: 2, change: change)]);
        var info = documents[1].Element(CapRules.Cap + "info")!;

        Assert.Equal(("Cancel", "Past"), (documents[1].Text("msgType"), info.Text("urgency")));
        Assert.Equal((response, certainty), (info.Text("responseType"), info.Text("certainty")));
    }

    [Fact]
    public void An_act_after_the_end_does_not_bring_the_alert_back()
    {
        var act = AlertSample.Alert(2, revision: 2, change: AlertChange.Acknowledged) with { Status = AlertStatus.Cleared };

        Assert.Equal("Cancel", CapHarness.Write(CapHarness.Documents(), [AlertSample.Alert(), act])[1].Text("msgType"));
    }

    [Fact]
    public void Who_acknowledged_an_alert_is_not_passed_on()
    {
        var alert = AlertSample.Alert(2, revision: 2, change: AlertChange.Acknowledged) with
        {
            Acknowledged = new(AlertSample.Start, "Sergeant Colon", "on my way"),
        };
        var document = CapHarness.Write(CapHarness.Documents(), [AlertSample.Alert(), alert])[1];

        Assert.Empty(CapRules.Faults(document));
        Assert.Equal("Update", document.Text("msgType"));
        Assert.DoesNotContain("Colon", document.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("on my way", document.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Instants_have_an_offset_in_digits_and_never_go_back()
    {
        var start = new DateTimeOffset(2014, 1, 1, 13, 0, 0, 900, TimeSpan.FromHours(3));
        Alert[] revisions =
        [
            AlertSample.Alert() with { UpdatedAt = start },
            AlertSample.Alert(2, revision: 2, change: AlertChange.Updated) with { UpdatedAt = start.AddHours(-1) },
            AlertSample.Alert(3, revision: 3, change: AlertChange.Updated) with { UpdatedAt = start.AddSeconds(1) },
        ];

        Assert.Equal(
            ["2014-01-01T10:00:00-00:00", "2014-01-01T10:00:00-00:00", "2014-01-01T10:00:01-00:00"],
            CapHarness.Write(CapHarness.Documents(), revisions).Select(static document => document.Text("sent")));
    }

    [Theory]
    [InlineData("PT2H", "2014-01-01T12:00:01-00:00")]
    [InlineData("PT10M", "2014-01-01T11:00:01-00:00")]
    [InlineData(null, "2014-01-02T10:00:01-00:00")]
    public void A_document_expires_when_what_was_measured_has_left_the_window(string? window, string expected)
    {
        var alert = AlertSample.Alert();
        var measure = alert.Measure with { Window = window is null ? null : Duration.Parse(window) };

        Assert.Equal(expected, InfoOf(alert with { Measure = measure }).Text("expires"));
    }

    [Theory]
    [InlineData("IQ-AN", "ISO 3166-2")]
    [InlineData("GB-ENG", "ISO 3166-2")]
    [InlineData("IQ", "ISO 3166-1")]
    [InlineData("IQ-AN-01", "region")]
    [InlineData("theatre-north", "region")]
    public void An_area_is_named_by_its_code(string region, string code)
    {
        var area = InfoOf(AlertSample.Alert(region: region)).Element(CapRules.Cap + "area")!;
        var geocode = area.Element(CapRules.Cap + "geocode")!;

        Assert.Equal((code, region), (geocode.Text("valueName"), geocode.Text("value")));
        Assert.Equal("Al Anbār", area.Text("areaDesc"));
        Assert.Null(area.Text("polygon"));
    }

    [Fact]
    public void A_known_boundary_is_a_closed_polygon()
    {
        var document = CapHarness.Write(CapHarness.Documents(), [AlertSample.Alert()], CapHarness.Square)[0];

        Assert.Empty(CapRules.Faults(document));
        Assert.Equal("33,42 33,43 34.1235,43 34,42 33,42", document.Descendants(CapRules.Cap + "polygon").First().Value);
    }

    [Fact]
    public void What_XML_cannot_hold_is_left_out()
    {
        var alert = AlertSample.Alert() with
        {
            Explanation = "Hit\u0001 & <Ramadi>\uFFFE \ud83d\ude80 \ud83d]]>",
            Region = new("IQ-AN", "Al\u0000Anbār", "IQ"),
        };
        var document = CapHarness.Write(CapHarness.Documents(), [alert])[0];

        Assert.Empty(CapRules.Faults(document));
        Assert.StartsWith("Hit & <Ramadi> \U0001F680 \uFFFD]]>", English(document).Text("description"), StringComparison.Ordinal);
        Assert.Equal("AlAnbār", document.Descendants(CapRules.Cap + "areaDesc").First().Value);
    }

    [Fact]
    public void Long_names_make_no_long_headline()
    {
        var alert = AlertSample.Alert();
        var document = CapHarness.Write(
            CapHarness.Documents(), [alert with { Threshold = alert.Threshold with { Name = new string('x', 200) } }])[0];

        Assert.Empty(CapRules.Faults(document));
    }

    [Fact]
    public void Ids_of_any_region_are_identifiers()
    {
        var document = CapHarness.Write(CapHarness.Documents(), [AlertSample.Alert(alertId: "Région 1, <nord>.two.1")])[0];

        Assert.Empty(CapRules.Faults(document));
        Assert.Equal("R%C3%A9gion%201%2C%20%3Cnord%3E.two.1.1", document.Text("identifier"));
    }

    [Fact]
    public void The_sender_is_the_installation()
    {
        var plain = CapHarness.Write(CapHarness.Documents(), [AlertSample.Alert()])[0];
        var own = CapHarness.Write(
            CapHarness.Documents(
                ("Cap:Sender", "desk@example.org"), ("Cap:SenderName", "Night desk"), ("Cap:Status", "exercise"), ("Cap:Scope", "public")),
            [AlertSample.Alert()])[0];

        Assert.Equal(("alerts.example.org", "Actual", "Restricted"), (plain.Text("sender"), plain.Text("status"), plain.Text("scope")));
        Assert.Equal(("desk@example.org", "Exercise", "Public"), (own.Text("sender"), own.Text("status"), own.Text("scope")));
        Assert.Equal("Night desk", English(own).Text("senderName"));
        Assert.Empty(CapRules.Faults(plain));
        Assert.Empty(CapRules.Faults(own));
    }

    [Theory]
    [InlineData("Cap:Sender", "a desk")]
    [InlineData("Cap:Sender", "desk,1")]
    [InlineData("Cap:Status", "7")]
    [InlineData("Cap:Scope", "7")]
    [InlineData("Cap:Restriction", " ")]
    public void Settings_that_make_no_document_are_refused(string name, string value)
    {
        Assert.Throws<OptionsValidationException>(() => CapHarness.Documents((name, value)));
    }

    private static string Reference(XElement document) =>
        $"{document.Text("sender")},{document.Text("identifier")},{document.Text("sent")}";

    private static XElement InfoOf(Alert alert)
    {
        var document = CapHarness.Write(CapHarness.Documents(), [alert])[0];
        Assert.Empty(CapRules.Faults(document));
        return English(document);
    }

    private static XElement English(XElement document) =>
        document.Elements(CapRules.Cap + "info").Single(static info => info.Text("language") == "en");
}
