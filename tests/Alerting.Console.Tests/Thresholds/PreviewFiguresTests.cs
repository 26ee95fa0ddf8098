using Alerting.Alerts;
using Alerting.Backtests;
using Alerting.Console.Thresholds;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Console.Tests.Thresholds;

public sealed class PreviewFiguresTests
{
    private static readonly DateTimeOffset s_monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Weeks_without_an_alert_are_shown_and_regions_are_summed_over_the_turn_of_the_year()
    {
        // From a Wednesday of 2025-W52 to a Tuesday of 2026-W03.
        var figures = new PreviewFigures(Answer(s_monday.AddDays(-12), s_monday.AddDays(8)) with
        {
            Totals = [new("IQ-AN", "2025-W52", 1, 2), new("IQ-BG", "2025-W52", 3, 0), new("IQ-AN", "2026-W03", 0, 5)],
        });
        Assert.Equal(
            [("2025-W52", 4, 2), ("2026-W01", 0, 0), ("2026-W02", 0, 0), ("2026-W03", 0, 5)],
            figures.Weeks.Select(static week => (week.Key, (int)week.First, (int)week.Second)));
        Assert.Equal("week of 22 Dec 2025", figures.Weeks[0].Label);
        Assert.Equal([new("IQ-AN", 1, 7), new("IQ-BG", 3, 0)], figures.Regions);
    }

    [Fact]
    public void Alerts_are_counted_on_both_sides_and_by_week()
    {
        var alert = Alert("IQ-AN");
        var figures = new PreviewFigures(Answer(s_monday, s_monday.AddDays(14)) with
        {
            New = [alert, alert, alert],
            Gone = [alert],
            Changed = [new PreviewChange(alert, alert, ["value"])],
            Unchanged = 2,
        });
        Assert.Equal((4, 6, true), (figures.InForce, figures.Draft, figures.IsCompared));
        Assert.Equal((2.0, 3.0), (figures.PerWeek(figures.InForce), figures.PerWeek(figures.Draft)));
        Assert.False(new PreviewFigures(Answer(s_monday, s_monday.AddDays(1)) with { InForceVersion = null }).IsCompared);
    }

    [Fact]
    public void Every_member_that_can_differ_is_said_in_words()
    {
        var one = Alert("IQ-AN");
        var other = one with
        {
            Status = AlertStatus.Cleared,
            Severity = Severity.Critical,
            RaisedAt = one.RaisedAt.AddDays(1),
            EndedAt = one.RaisedAt.AddDays(2),
            Value = 4.5,
            EvidenceCount = 7,
            Towns = ["Ramadi"],
        };
        var change = new PreviewChange(one, other, []);
        string[] names = ["status", "severity", "raisedAt", "endedAt", "value", "evidenceCount", "towns"];
        var words = names.Select(name => PreviewWords.Difference(change, name)).ToList();
        Assert.All(words, static word => Assert.Contains(" \u2192 ", word, StringComparison.Ordinal));
        Assert.Equal(("severity notice \u2192 critical", "value 3 \u2192 4.5"), (words[1], words[4]));
        Assert.Equal("something new", PreviewWords.Difference(change, "something new"));
    }

    /// <summary>A preview of no alerts, with a version in force.</summary>
    internal static PreviewAnswer Answer(DateTimeOffset from, DateTimeOffset to) => new(
        "two-towns", from, to, 10, 1, [], [], [], 0, [], HistoryClock.Recorded, 0, null, [], 0, new AlertsByChance(null, null, null, 0, 0));

    private static PreviewAlert Alert(string region) => new(
        $"{region}.two-towns.1", region, AlertStatus.Open, Severity.Notice, s_monday, null, 3, 3, [], "Three towns.");
}
