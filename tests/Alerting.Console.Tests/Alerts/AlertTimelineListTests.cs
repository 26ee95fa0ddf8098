using System.Net;
using System.Text.Json;
using Alerting.Alerts;
using Alerting.Console.Access;
using Alerting.Console.Alerts;
using Alerting.Json;
using Alerting.Thresholds;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Console.Tests.Alerts;

/// <summary>What happened around an alert, as it is rendered.</summary>
public sealed class AlertTimelineListTests : BunitContext
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(s_noon);
    private readonly List<TimelineEntry> _entries = [];
    private readonly AnsweringHandler _server;

    public AlertTimelineListTests()
    {
        _server = new AnsweringHandler(_ => (
            HttpStatusCode.OK, JsonSerializer.Serialize(new AlertTimeline("IQ-AN.two-towns.1", _entries, 3), ApiJson.Wire.AlertTimeline)));
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(_server.Client);
        Services.AddSingleton<CurrentCaller>();
        Services.AddSingleton<LiveAlerts>();
    }

    [Fact]
    public void Newest_comes_first_with_what_a_revision_changed_and_who_was_told()
    {
        _entries.Add(Entry(1, TimelineKind.Revision));
        _entries.Add(Entry(2, TimelineKind.Delivery) with { Subscription = "hq", Outcome = "dead-letter", Text = "given up" });
        _entries.Add(Entry(3, TimelineKind.Escalation) with { By = "chiefs", Outcome = "delivered", Revision = null, Who = "Ann" });
        _entries.Add(Entry(4, TimelineKind.Silence) with { Subscription = "hq", By = "works", Outcome = "silenced" });
        var page = Show();
        var items = page.FindAll("li");
        Assert.Equal(["told", "told", "told lost", "revision"], items.Select(static item => item.ClassName!.Trim()));
        Assert.Equal("/silences/works", items[0].QuerySelectorAll("a")[^1].GetAttribute("href"));
        Assert.Equal("/policies/chiefs", items[1].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("chiefs, Ann", items[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("/subscriptions/hq", items[2].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("raised by two-towns, version 3", items[3].TextContent, StringComparison.Ordinal);
        Assert.Contains("towns 2, threshold 2", items[3].TextContent, StringComparison.Ordinal);
        Assert.Contains("3 older ones are left out.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_narrowed_and_long_ones_are_shown_bit_by_bit()
    {
        _entries.Add(Entry(1, TimelineKind.Revision));
        _entries.AddRange(Enumerable.Range(2, 150).Select(
            static minute => Entry(minute, TimelineKind.Delivery) with { Subscription = "hq" }));
        var page = Show();
        Assert.Equal(100, page.FindAll("li").Count);
        page.Find("button").Click();
        Assert.Equal(151, page.FindAll("li").Count);
        page.Find("select").Change("done");
        Assert.Equal("revision", Assert.Single(page.FindAll("li")).ClassName);
        page.Find("select").Change("told");
        Assert.Equal(150, page.FindAll("li").Count);
    }

    /// <summary>Deliveries and calls follow a revision, and come without one, too.</summary>
    [Fact]
    public void It_is_read_again_with_a_revision_and_once_more_a_moment_later_and_now_and_then()
    {
        _entries.Add(Entry(1, TimelineKind.Revision));
        var page = Show();
        Assert.Single(_server.Asked);
        page.Render(list => list.Add(l => l.Revisions, [Revision(1), Revision(2)]));
        page.WaitForAssertion(() => Assert.Equal(2, _server.Asked.Count));
        _clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Equal(3, _server.Asked.Count));
        _clock.Advance(TimeSpan.FromSeconds(9));
        page.WaitForAssertion(() => Assert.Equal(4, _server.Asked.Count));
    }

    private IRenderedComponent<AlertTimelineList> Show()
    {
        var page = Render<AlertTimelineList>(list => list.Add(l => l.AlertId, "IQ-AN.two-towns.1").Add(l => l.Revisions, [Revision(1)]));
        page.WaitForElement("li");
        return page;
    }

    private static TimelineEntry Entry(int minute, TimelineKind kind) => new()
    {
        At = s_noon.AddMinutes(minute),
        Kind = kind,
        Who = null,
        Text = "Something.",
        Revision = 1,
        Change = AlertChange.Raised,
        Subscription = null,
        Outcome = null,
        By = null,
    };

    private static Alert Revision(int number) => new()
    {
        AlertId = "IQ-AN.two-towns.1",
        Revision = number,
        Change = number == 1 ? AlertChange.Raised : AlertChange.Updated,
        Status = AlertStatus.Open,
        Threshold = new AlertThreshold("two-towns", 3, 3, "Two towns"),
        Region = new AlertRegion("IQ-AN", "Al Anbār", "IQ"),
        Severity = Severity.Severe,
        Measure = new AlertMeasure { Name = Measure.Towns, Value = 2, AtLeast = 2 },
        Evidence = [],
        EvidenceCount = 2,
        Explanation = "Two towns.",
        RaisedAt = s_noon,
        UpdatedAt = s_noon.AddMinutes(number),
    };
}
