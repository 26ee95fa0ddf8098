using Alerting.Alerts;
using Alerting.Engine.Records;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Records;

/// <summary>The record of a threshold, against counting by hand.</summary>
public sealed class RecordKeeperTests
{
    private static readonly DateTimeOffset s_end = new(2014, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly DispositionValue?[] s_dispositions =
        [null, DispositionValue.FalseAlarm, DispositionValue.TrueAlarm, DispositionValue.Unclear];

    private static readonly Gen<RecordedAlert> s_alert = Gen.Select(
        Gen.OneOf(Gen.Const("IQ-AN"), Gen.Const("IQ-BA"), Gen.Const("SE")), Gen.Int[-1, 40 * 24], Gen.Int[-1, 100], Gen.Int[-1, 100],
        Gen.Int[0, 3].Select(static choice => s_dispositions[choice]),
        static (region, hoursBack, acknowledged, cleared, disposition) =>
        {
            var raised = s_end.AddHours(-hoursBack);
            return new RecordedAlert(
                region, raised, acknowledged < 0 ? null : raised.AddMinutes(acknowledged), cleared < 0 ? null : raised.AddMinutes(cleared),
                disposition);
        });

    [Fact]
    public void Every_alert_of_the_period_counts_in_one_region_and_one_week()
    {
        Gen.Select(s_alert.List[0, 30], Gen.Int[1, 40]).Sample((alerts, days) =>
        {
            var from = s_end.AddDays(-days);
            var record = RecordKeeper.Of("t", alerts, from, s_end);
            var counted = alerts.Where(alert => alert.RaisedAt >= from && alert.RaisedAt < s_end).ToList();

            Assert.Equal(counted.Count, record.Total.Alerts);
            Assert.Equal(counted.Count, record.Regions.Sum(static region => region.Figures.Alerts));
            Assert.Equal(counted.Count, record.Weeks.Sum(static week => week.Figures.Alerts));
            Assert.Equal(record.Total.Reviewed, record.Weeks.Sum(static week => week.Figures.Reviewed));
            Assert.Equal(counted.Count(static alert => alert.Disposition == DispositionValue.FalseAlarm), record.Total.FalseAlarms);
            Assert.Equal(Middle(counted.Select(static alert => alert.AcknowledgedAt - alert.RaisedAt)), record.Total.MedianTimeToAcknowledge?.Value);
            Assert.Equal((from, s_end), (record.Weeks[0].From, record.Weeks[^1].To));
            Assert.All(record.Weeks.Zip(record.Weeks.Skip(1)), static pair => Assert.Equal(pair.First.To, pair.Second.From));
            Assert.All(record.Weeks.Skip(1), static week => Assert.Equal(TimeSpan.FromDays(7), week.To - week.From));
        });
    }

    [Fact]
    public void Shares_and_medians_of_nothing_are_none()
    {
        var figures = RecordKeeper.Of("t", [], s_end.AddDays(-1), s_end).Total;
        Assert.Equal(new RecordFigures(0, 0, null, 0, null, null, null), figures);
    }

    [Fact]
    public void The_first_acknowledgement_counts_also_where_it_lapsed_and_a_cancelled_alert_has_not_cleared()
    {
        var raised = new Alert
        {
            AlertId = "IQ-AN.t.1",
            Revision = 1,
            Change = AlertChange.Raised,
            Status = AlertStatus.Open,
            Threshold = new AlertThreshold("t", 1, 1, "T"),
            Region = new AlertRegion("IQ-AN", "Anbar", "IQ"),
            Severity = Severity.Severe,
            Measure = new AlertMeasure { Name = Measure.Killed, Value = 4, AtLeast = 4 },
            Explanation = "Four killed",
            RaisedAt = s_end,
            UpdatedAt = s_end,
        };
        var acknowledged = raised with { Acknowledged = new Acknowledgement(s_end.AddMinutes(3), "ann", null) };
        var lapsed = raised with { Change = AlertChange.Updated };
        var again = raised with { Acknowledged = new Acknowledgement(s_end.AddMinutes(9), "bob", null) };
        var cancelled = again with
        {
            Change = AlertChange.Cancelled,
            Status = AlertStatus.Cancelled,
            EndedAt = s_end.AddMinutes(20),
            Disposition = new Disposition(DispositionValue.Duplicate, "ann", s_end.AddMinutes(30), null),
        };

        Assert.Equal(
            new RecordedAlert("IQ-AN", s_end, s_end.AddMinutes(3), null, DispositionValue.Duplicate),
            RecordedAlert.Of([raised, acknowledged, lapsed, again, cancelled]));
    }

    private static TimeSpan? Middle(IEnumerable<TimeSpan?> times)
    {
        var sorted = times.OfType<TimeSpan>().Order().ToList();
        return sorted.Count == 0 ? null
            : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2]
            : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
