using Alerting.Alerts;
using Alerting.Console.Alerts;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Console.Tests.Alerts;

public sealed class CriticalAlarmTests
{
    private static readonly Alert s_raised = new()
    {
        AlertId = "IQ-AN.two-towns.1",
        Revision = 1,
        Change = AlertChange.Raised,
        Status = AlertStatus.Open,
        Threshold = new AlertThreshold("two-towns", 3, 3, "Two towns"),
        Region = new AlertRegion("IQ-AN", "Al Anbār", "IQ"),
        Severity = Severity.Critical,
        Measure = new AlertMeasure { Name = Measure.Towns, Value = 2, AtLeast = 2 },
        Explanation = "Two towns.",
        RaisedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private static readonly Alert s_updated = s_raised with { Revision = 2, Change = AlertChange.Updated };

    [Fact]
    public void A_critical_raise_is_cause_for_alarm_and_so_is_an_alert_that_becomes_critical()
    {
        Assert.True(CriticalAlarm.IsCause(s_raised, null));
        Assert.True(CriticalAlarm.IsCause(s_updated, s_raised with { Severity = Severity.Severe }));
    }

    [Fact]
    public void Nothing_else_is()
    {
        Assert.False(CriticalAlarm.IsCause(s_raised with { Severity = Severity.Severe }, null));
        Assert.False(CriticalAlarm.IsCause(s_updated, s_raised));
        Assert.False(CriticalAlarm.IsCause(s_updated, null));
        Assert.False(CriticalAlarm.IsCause(
            s_updated with { Status = AlertStatus.Cleared, Change = AlertChange.Cleared }, s_raised with { Severity = Severity.Severe }));
    }

    [Theory]
    [InlineData("off", "denied", null)]
    [InlineData("on", "granted", null)]
    [InlineData("on", "denied", "does not allow notifications.*sound alone")]
    [InlineData("muted", "default", "does not allow notifications.*nothing is told")]
    [InlineData("on", "missing", "https.*sound alone")]
    public void What_the_browser_does_not_allow_is_said(string choice, string permission, string? expected)
    {
        var obstacle = new AlarmState(choice, permission).Obstacle;
        if (expected is null)
        {
            Assert.Null(obstacle);
        }
        else
        {
            Assert.Matches(expected, obstacle);
        }
    }
}
