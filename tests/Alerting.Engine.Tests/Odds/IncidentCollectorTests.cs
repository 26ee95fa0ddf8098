using Alerting.Engine.Odds;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Odds;

public sealed class IncidentCollectorTests
{
    private static readonly DateTimeOffset s_from = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IncidentCollector _collector = new(s_from.UtcTicks, s_from.AddDays(10).UtcTicks, 3);

    [Fact]
    public void Reports_are_kept_by_incident_in_their_last_revision_with_the_delay_of_their_first()
    {
        Add(Report("2", 5), "b", 6);
        Add(Report("1", 4), "a", 6);
        Add(Report("1", 3) with { Revision = 2, Killed = 7, Summary = "Long" }, "b", 40);

        var incident = Assert.Single(_collector.Incidents());

        Assert.Equal(("IQ-AN", "b", s_from.AddHours(3)), (incident.Region, incident.Id, incident.OccurredAt));
        Assert.Equal(
            [("1", 7, TimeSpan.FromHours(3).Ticks), ("2", null, TimeSpan.FromHours(1).Ticks)],
            incident.Reports.Select(static r => (r.Report.ReportId, r.Report.Killed, r.Delay)));
    }

    [Fact]
    public void What_was_withdrawn_refused_known_before_or_is_of_another_time_is_not()
    {
        Add(Report("withdrawn", 1), "a", 2);
        Add(Report("withdrawn", 1) with { Revision = 2, Retracted = true }, null, 3);
        Add(Report("moved", 1), "b", 2);
        Add(Report("moved", -1) with { Revision = 2 }, "b", 3);
        Add(Report("late", (10 * 24) + 1), "c", 400);
        Add(Report("refused", 1), null, 2, ReportStatus.Rejected);
        Add(Report("duplicate", 1), "d", 2, ReportStatus.Duplicate);

        Assert.Empty(_collector.Incidents());
    }

    [Fact]
    public void Equal_ids_of_two_regions_are_two_incidents()
    {
        Add(Report("1", 1) with { Region = "IQ-BG" }, "a", 1);
        Add(Report("2", 2), "b", 2);
        Add(Report("3", 3), "a", 3);

        Assert.Equal(
            ["IQ-AN a", "IQ-AN b", "IQ-BG a"],
            _collector.Incidents().Select(static i => $"{i.Region} {i.Id}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void More_reports_than_may_be_kept_are_none()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i > 3, _collector.IsOverfull);
            Add(Report($"{i}", i), $"{i}", i);
        }

        Assert.True(_collector.IsOverfull);
        Assert.Empty(_collector.Incidents());
    }

    private static Report Report(string id, int hour) => Sample.Assault(id, s_from.AddHours(hour));

    private void Add(Report report, string? incident, int hour, ReportStatus status = ReportStatus.Accepted) =>
        _collector.Add(report, new ReportOutcome(status, incident, null), s_from.AddHours(hour).UtcTicks);
}
