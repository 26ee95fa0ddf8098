using System.Diagnostics;
using System.Globalization;
using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

/// <summary>
/// An incident that very many reports tell of shows what one of few reports would, and each of its reports costs as
/// much as any other.
/// </summary>
public sealed class IncidentOfManyReportsTests
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly long s_now = s_start.UtcTicks + TimeSpan.TicksPerDay;

    [Fact]
    public void Shows_the_same_whether_its_reports_are_chained_or_indexed() => Gen.Int.Array[20, 150].Sample(
        drafts =>
        {
            var chained = Region(maxChained: int.MaxValue);
            var indexed = Region(maxChained: 3);
            var revisions = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var draft in drafts)
            {
                var report = Draft((uint)draft, revisions);
                chained.Apply(s_now, new ReportInput(report), new RegionOutput());
                indexed.Apply(s_now, new ReportInput(report), new RegionOutput());
                Assert.Equivalent(Shown(chained), Shown(indexed));
            }
        },
        iter: 200);

    [Fact]
    public void Lists_a_hundred_sources_and_actors_and_counts_the_rest()
    {
        var region = Region();
        for (var i = 0; i < 250; i++)
        {
            var report = Report($"r{i}", $"source-{i:000}") with { OccurredAt = s_start.AddSeconds(i), Actors = [$"Actor {i}"] };
            region.Apply(s_now, new ReportInput(report), new RegionOutput());
        }

        var item = Assert.Single(region.View.Incidents(long.MinValue, long.MaxValue));
        Assert.Equal(Enumerable.Range(150, 100).Reverse().Select(static i => $"source-{i:000}"), item.Incident.Sources);
        Assert.Equal(250, item.Incident.SourceCount);
        Assert.Equal(Enumerable.Range(150, 100).Reverse().Select(static i => $"Actor {i}"), item.Incident.Actors);
        Assert.Equal(250, item.ReportCount);
        Assert.Equal(item.Incident.Sources, item.Reports.Select(static r => r.Source));
    }

    [Fact]
    public void Loses_what_its_best_report_says_when_that_is_withdrawn()
    {
        var region = Region();
        for (var i = 0; i < 40; i++)
        {
            region.Apply(
                s_now, new ReportInput(Report($"r{i}", $"source-{i}") with { Killed = i, Grade = Grade(i == 7 ? "A1" : "C3") }),
                new RegionOutput());
        }

        Assert.Equal(7, Shown(region)!.Killed);
        region.Apply(s_now, new ReportInput(Report("r7", "source-7") with { Revision = 2, Retracted = true }), new RegionOutput());
        Assert.Equal(39, Shown(region)!.Killed);
        Assert.Equal(39, Shown(region)!.SourceCount);
    }

    [Theory]
    [InlineData("one source")]
    [InlineData("many sources")]
    [InlineData("many towns")]
    [InlineData("earlier and earlier")]
    public void Costs_no_more_a_report_than_incidents_of_their_own(string attack)
    {
        const int Reports = 40_000;
        var apart = Time(i => Attack(attack, i) with { IncidentId = $"inc-{i}" });
        var together = Time(i => Attack(attack, i));
        Assert.True(
            together < apart * 10,
            $"{together.TotalMilliseconds:0} ms for one incident, {apart.TotalMilliseconds:0} ms for {Reports} of them");

        static TimeSpan Time(Func<int, Report> report)
        {
            var region = Region();
            var output = new RegionOutput();
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Reports; i++)
            {
                region.Apply(s_now, new ReportInput(report(i)), output);
                output.Clear();
            }

            return Stopwatch.GetElapsedTime(started);
        }
    }

    private static Report Attack(string attack, int i) => attack switch
    {
        "one source" => Report($"r{i}", "wire-a"),
        "many sources" => Report($"r{i}", $"source-{i}"),
        "many towns" => Report($"r{i}", $"source-{i}") with { Town = $"Town {i}", Precision = Precision.Town },
        _ =>
            Report(
                $"r{i}", $"source-{i % 50}") with
            {
                Town =
                    $"Town {i % 2_000}",
                Precision = Precision.Town,
                OccurredAt = s_start.AddHours(-i)
            },
    };

    private static RegionEngine Region(int? maxChained = null) => maxChained is { } max
        ? new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default) { MaxChainedReports = max, MaxGroupedTowns = max }
        : new RegionEngine("IQ-AN", RegionCatalog.Iso, EngineOptions.Default);

    private static Incident? Shown(RegionEngine region) => region.Incidents().SingleOrDefault();

    /// <summary>A report, a correction or a withdrawal, of a few sources, towns, grades, figures and actors.</summary>
    private static Report Draft(uint draft, Dictionary<string, int> revisions)
    {
        var number = draft % 60;
        var id = string.Create(CultureInfo.InvariantCulture, $"r{number}");
        var revision = revisions[id] = revisions.GetValueOrDefault(id) + 1;
        draft /= 60;
        return Report(id, $"source-{number % 7}") with
        {
            Revision = revision,
            Retracted = draft % 5 == 0,
            Town = draft % 3 == 0 ? null : $"Town {draft % 11}",
            Precision = draft % 3 == 0 ? Precision.Region : Precision.Town,
            OccurredAt = s_start.AddMinutes(draft % 13),
            Killed = draft % 4 == 0 ? null : (int)(draft % 17),
            Wounded = draft % 7 == 0 ? (int)(draft % 19) : null,
            Grade = new Grade((byte)(draft % 36)),
            Location = draft % 6 == 0 ? new Location(33 + (draft % 9), 43) : null,
            Actors = [.. Enumerable.Range(0, (int)(draft % 4)).Select(i => $"Actor {(draft + (uint)(i * 3)) % 9}")],
        };
    }

    private static Report Report(string id, string source) => Sample.Assault(id, s_start, source) with { IncidentId = "one" };

    private static Grade Grade(string text) =>
        Alerting.Reports.Grade.TryParse(text, out var grade) ? grade : throw new ArgumentException(text);
}
