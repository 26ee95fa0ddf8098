using System.Text;
using System.Xml.Linq;
using Alerting.Alerts;
using Alerting.Notifications.Cap;
using CodeHollow.FeedReader;
using CodeHollow.FeedReader.Feeds;
using Xunit;

namespace Alerting.Notifications.Tests.Cap;

/// <summary>Feeds, as a reader that is not ours reads them.</summary>
public sealed class CapFeedTests
{
    private static readonly Uri s_self = new("https://alerts.example.org/api/v1/feeds/cap.atom?region=IQ&lang=fr");

    [Fact]
    public void A_feed_leads_to_the_documents_of_its_entries()
    {
        var added = FoundingAlerts.Of("simultaneous-assaults");
        var revisions = added.Reverse().ToList();
        var feed = Read(Feed("fr", added));
        var atom = Assert.IsType<AtomFeed>(feed.SpecificFeed);

        Assert.Equal((FeedType.Atom, "fr"), (feed.Type, atom.Element.Attribute(XNamespace.Xml + "lang")?.Value));
        Assert.Equal((s_self.AbsoluteUri, "alerts.example.org"), (atom.Id, atom.Author.Name));
        Assert.Equal(s_self.AbsoluteUri, atom.Links.Single(static link => link.Relation == "self").Href);
        Assert.Equal(revisions[0].UpdatedAt, DateTimeOffset.Parse(atom.UpdatedDateString, null));
        Assert.Equal(revisions.Count, feed.Items.Count);
        foreach (var (revision, item) in revisions.Zip(feed.Items))
        {
            var entry = Assert.IsType<AtomFeedItem>(item.SpecificItem);
            Assert.Equal($"tag:alerts.example.org,2014-01-01:{revision.AlertId}.{revision.Revision}", entry.Id);
            Assert.Equal(revision.UpdatedAt, DateTimeOffset.Parse(entry.UpdatedDateString, null));
            var link = entry.Links.Single(static link => link.Relation == "alternate");
            Assert.Equal((Address(revision).AbsoluteUri, "application/cap+xml"), (link.Href, link.LinkType));
        }

        Assert.Equal("Critique : Simultaneous assaults, Al Anbār (levée)", feed.Items[0].Title);
        Assert.Equal("Critique : Simultaneous assaults, Al Anbār (déclenchée)", feed.Items[^1].Title);
        Assert.Contains("Localités : Fallujah, Karmah, Khalidiya, Ramadi", feed.Items[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_says_what_receivers_choose_by()
    {
        var alert = FoundingAlerts.Of("mass-casualty")[0];
        var entry = Read(Feed(null, [alert])).Items.Single().SpecificItem.Element;

        Assert.Equal(
            [
                ("identifier", "IQ-DI.mass-casualty.1.1"), ("status", "Actual"), ("msgType", "Alert"), ("event", "Mass casualty"),
                ("urgency", "Immediate"), ("severity", "Severe"), ("certainty", "Observed"), ("areaDesc", alert.Region.Name),
            ],
            entry.Elements().Where(static element => element.Name.Namespace == CapRules.Cap)
                .Select(static element => (element.Name.LocalName, element.Value)));
    }

    [Fact]
    public void The_same_entries_are_the_same_bytes_and_none_is_a_feed_too()
    {
        Assert.Equal(Feed("en", FoundingAlerts.Revisions), Feed("en", FoundingAlerts.Revisions));
        Assert.Empty(Read(Feed(null, [])).Items);
        Assert.Equal(Feed(null, []), Feed(null, []));
    }

    [Fact]
    public void Names_of_places_may_be_anything()
    {
        var alert = AlertSample.Alert() with { Region = new("IQ-AN", "<b>\u0001& \ud83d]]>", "IQ") };

        Assert.Contains("<b>& \uFFFD]]>", Read(Feed(null, [alert])).Items.Single().Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AlertChange.Raised, true)]
    [InlineData(AlertChange.Updated, true)]
    [InlineData(AlertChange.Acknowledged, false)]
    [InlineData(AlertChange.Cleared, true)]
    [InlineData(AlertChange.Cancelled, true)]
    public void What_a_desk_does_is_no_news(AlertChange change, bool isNews) =>
        Assert.Equal(isNews, CapFeed.IsNews(AlertSample.Alert(change: change)));

    private static byte[] Feed(string? language, IReadOnlyList<Alert> revisions)
    {
        var feed = new CapFeed(CapHarness.Documents(), s_self, language);
        foreach (var revision in revisions)
        {
            feed.Add(revision, Address(revision));
        }

        return feed.Write();
    }

    private static Uri Address(Alert alert) => new(s_self, $"/api/v1/alerts/{alert.AlertId}/revisions/{alert.Revision}/cap.xml");

    private static Feed Read(byte[] feed) => FeedReader.ReadFromString(Encoding.UTF8.GetString(feed));
}
