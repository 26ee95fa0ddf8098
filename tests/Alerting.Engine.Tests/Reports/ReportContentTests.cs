using Alerting.Engine.Reports;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Reports;

public sealed class ReportContentTests
{
    private static readonly Report s_report = new()
    {
        ReportId = "r",
        Source = "s",
        Region = "IQ-AN",
        Town = "Ramadi",
        Precision = Precision.Town,
        Kind = "ied",
        Family = Family.Explosion,
        KindWeight = 2,
        OccurredAt = new DateTimeOffset(2014, 1, 1, 13, 0, 0, TimeSpan.FromHours(3)),
        Actors = ["a", "b"],
    };

    [Fact]
    public void Is_the_same_for_what_says_the_same()
    {
        Report[] same =
        [
            s_report with { OccurredAt = s_report.OccurredAt.ToUniversalTime() },
            s_report with { Actors = new List<string> { "a", "b" } },
            s_report with { ReceivedAt = DateTimeOffset.UnixEpoch },
            s_report with { Family = Family.Battle, KindWeight = 1 },
            s_report with { ReportId = "other", Source = "other", Region = "IQ", Revision = 2 },
        ];

        Assert.All(same, report => Assert.Equal(ReportContent.Hash(s_report), ReportContent.Hash(report)));
    }

    [Fact]
    public void Differs_for_every_difference()
    {
        Report[] different =
        [
            s_report,
            s_report with { Retracted = true },
            s_report with { Town = "ramadi" },
            s_report with { Town = null },
            s_report with { Town = "" },
            s_report with { Precision = Precision.Area },
            s_report with { Location = new Location(0, 0) },
            s_report with { Location = new Location(0, 1) },
            s_report with { Location = new Location(1, 0) },
            s_report with { Kind = "grenade" },
            s_report with { OccurredAt = s_report.OccurredAt.AddTicks(1) },
            s_report with { Killed = 0 },
            s_report with { Wounded = 0 },
            s_report with { Killed = 1 },
            s_report with { Wounded = 1 },
            s_report with { Grade = new Grade(0) },
            s_report with { IncidentId = "i" },
            s_report with { Actors = [] },
            s_report with { Actors = ["ab"] },
            s_report with { Actors = ["b", "a"] },
            s_report with { Actors = ["a", "b", ""] },
            s_report with { Summary = "x" },
            s_report with { Summary = "" },
            s_report with { Summary = new string('ع', 4000) },
            s_report with { Url = "x" },
        ];

        Assert.Equal(different.Length, different.Select(ReportContent.Hash).Distinct().Count());
    }

    [Fact]
    public void Of_retractions_only_that_they_are_one() =>
        Assert.Equal(
            ReportContent.Hash(new Report { ReportId = "r", Source = "s", Region = "IQ-AN", Retracted = true }),
            ReportContent.Hash(s_report with { Retracted = true }));

    [Fact]
    public void Stays_what_it_is_across_releases() =>
        // Logs and snapshots hold it: a change makes every repeated report of the past a conflict.
        Assert.Equal("55eafa58830447cd5990e79a3361ddca", ReportContent.Hash(s_report).ToString("x32", null));

    [Fact]
    public void Allocates_nothing()
    {
        _ = ReportContent.Hash(s_report);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = ReportContent.Hash(s_report);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
