using Alerting.Console.Regions;
using Alerting.Regions;
using Xunit;

namespace Alerting.Console.Tests.Regions;

public sealed class LevelSheetTests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 11, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Newest first, as they are listed.</summary>
    private static readonly LevelChangeView[] s_changes =
    [
        new(s_now.AddDays(-1), ThreatLevel.Critical, ThreatLevel.Moderate, 12, "the score fell"),
        new(s_now.AddDays(-4), ThreatLevel.Low, ThreatLevel.Critical, 80, "an alert is open"),
        new(s_now.AddDays(-20), ThreatLevel.Severe, ThreatLevel.Low, 3, "the score fell"),
    ];

    [Fact]
    public void Levels_last_until_the_next_change_and_the_last_until_now()
    {
        var sheet = new LevelSheet(s_changes, 9, s_now.AddDays(-10), s_now);
        Assert.Equal(
            [(ThreatLevel.Low, 0, 600), (ThreatLevel.Critical, 600, 300), (ThreatLevel.Moderate, 900, 100)],
            sheet.Spans.Select(static span => (span.Level, span.X, span.Width)));
        Assert.Equal([160, 0, 120], sheet.Spans.Select(static span => span.Y));
        Assert.Equal("an alert is open", sheet.Spans[1].Change!.Reason);
        Assert.Equal(s_now.AddDays(-10), sheet.Spans[0].Since);
    }

    [Fact]
    public void Scores_are_those_of_the_changes_within_and_of_now()
    {
        var sheet = new LevelSheet(s_changes, 9, s_now.AddDays(-10), s_now);
        Assert.Equal([80, 12, 9], sheet.Scores.Select(static point => point.Score));
        Assert.Equal([600, 900, 1_000], sheet.Scores.Select(static point => point.X));
        Assert.Equal(100, sheet.Top);
        Assert.Equal(40, sheet.Scores[0].Y, 6);
    }

    [Fact]
    public void Before_the_oldest_change_it_was_what_it_changed_from()
    {
        var sheet = new LevelSheet(s_changes, 9, null, s_now);
        Assert.Equal(s_now.AddDays(-21), sheet.From);
        Assert.Equal((ThreatLevel.Severe, null), (sheet.Spans[0].Level, sheet.Spans[0].Change));
        Assert.Equal(4, sheet.Spans.Count);
        Assert.Equal(1_000, sheet.Spans.Sum(static span => span.Width), 6);
    }

    [Fact]
    public void What_changed_within_this_very_instant_has_a_place()
    {
        var sheet = new LevelSheet([s_changes[0] with { At = s_now }], 0, null, s_now);
        Assert.Equal(s_now.AddMinutes(-1), sheet.From);
        Assert.All(sheet.Spans, static span => Assert.InRange(span.X + span.Width, 0, 1_000));
        Assert.All(sheet.Scores, static point => Assert.InRange(point.Y, 0, 200));
    }
}
