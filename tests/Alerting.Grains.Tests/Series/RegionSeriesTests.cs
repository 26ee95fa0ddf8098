using System.Globalization;
using Alerting.Grains.Regions;
using Alerting.Grains.Series;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Series;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Series;

/// <summary>The past of a region, most of which is in the archive.</summary>
public sealed class RegionSeriesTests : IAsyncLifetime
{
    private const string Region = "IQ-AN";
    private const int Reports = 1_500;
    private const int Days = 40;
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly InMemoryLogStore _store = new();
    private readonly FakeTimeProvider _clock = new(s_start.AddDays(Days));
    private AlertingCluster _cluster = null!;

    private IRegionGrain Grain => _cluster.Client.GetGrain<IRegionGrain>(Region);

    private long Now => _clock.GetUtcNow().UtcTicks;

    public async ValueTask InitializeAsync() =>
        _cluster = await AlertingCluster.StartAsync(new FaultyLogStore(_store), clock: _clock);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Is_that_of_its_incidents_wherever_they_are_and_follows_what_becomes_known_later()
    {
        foreach (var numbers in Enumerable.Range(0, Reports).Chunk(50))
        {
            await Grain.IngestAsync([.. numbers.Select(static number => Report(number))]);
        }

        var days = TimeSteps.Meeting(s_start.UtcTicks, Now, TimeSpan.TicksPerDay);
        await CheckAsync(days);

        // A correction, a withdrawal and a late report, all of what has been put away.
        await Grain.IngestAsync([Report(10) with { Revision = 2, Killed = 77 }, Report(20) with { Revision = 2, Retracted = true }]);
        await Grain.IngestAsync([Report(Reports) with { OccurredAt = s_start.AddHours(30), Killed = 1_000 }]);
        var changed = await CheckAsync(days);
        Assert.True(changed[1].Killed >= 1_000, $"{changed[1].Killed} killed");

        await _cluster.DeactivateAsync(Grain);
        Assert.True(await HasArchiveAsync(), "nothing was put away");
        Assert.Equal(changed, await CheckAsync(days));
        await CheckAsync(TimeSteps.Meeting(Now - (9 * TimeSpan.TicksPerDay), Now, 7 * TimeSpan.TicksPerHour));
    }

    [Fact]
    public async Task The_highest_level_of_a_step_is_told_also_where_it_did_not_last()
    {
        var until = Now;
        await Grain.SetOverrideAsync(new LevelOverride(ThreatLevel.Critical, "exercise", "ann", null), "ann", null);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await Grain.SetOverrideAsync(null, "ann", "over");
        _clock.Advance(TimeSpan.FromHours(1));
        var steps = TimeSteps.Meeting(until - 1, Now, TimeSpan.TicksPerHour);
        var answer = await Grain.GetSeriesAsync(new RegionSeriesQuery(steps, Now, Levels: true, Scores: false, Incidents: false));
        Assert.Equal(
            [ThreatLevel.Low, ThreatLevel.Critical, ThreatLevel.Low], answer.Steps!.Select(static step => step.Level!.Value));
        Assert.All(answer.Steps!, static step => Assert.Equal((null, null, null), (step.Score, step.Incidents, step.Killed)));
    }

    private async Task<bool> HasArchiveAsync()
    {
        var folder = OrphanedParts.NewName(Region, isBlock: true)[..^32];
        return await _store.ListSnapshotsAsync(folder, TestContext.Current.CancellationToken).AnyAsync();
    }

    /// <summary>Asks for a series and for the incidents, and compares; gives the series.</summary>
    private async Task<IReadOnlyList<SeriesStep>> CheckAsync(TimeSteps steps)
    {
        var incidents = await IncidentsAsync();
        var answer = await Grain.GetSeriesAsync(new RegionSeriesQuery(steps, Now, Levels: true, Scores: true, Incidents: true));
        Assert.Equal(steps.Count, answer.Steps!.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            var (begin, end) = (steps.StartOf(i), steps.StartOf(i) + steps.Step);
            var within = incidents.Where(incident => incident.OccurredAt >= begin && incident.OccurredAt < end).ToList();
            Assert.Equal(
                (within.Count, within.Sum(static incident => (long)incident.Killed)), (answer.Steps[i].Incidents, answer.Steps[i].Killed));
            var highest = within.Select(static incident => incident.OccurredAt).Append(begin).Max(at => ScoreAt(incidents, at));
            Assert.Equal(highest, answer.Steps[i].Score!.Value, Math.Max(1, highest) * 1e-5);
        }

        return answer.Steps;
    }

    private static double ScoreAt(List<Incident> incidents, long at) => incidents.Where(incident => incident.OccurredAt <= at)
        .Sum(incident => ScoreRule.At(incident.Weight, incident.OccurredAt, at, TimeSpan.TicksPerDay));

    private async Task<List<Incident>> IncidentsAsync()
    {
        var incidents = new List<Incident>();
        for (string? after = null; ;)
        {
            var page = await Grain.GetIncidentsAsync(after, 1_000);
            incidents.AddRange(page!.Items.Select(static item => item.Incident));
            if ((after = page.Next) is null)
            {
                return incidents;
            }
        }
    }

    private static Report Report(int number) => new()
    {
        ReportId = number.ToString(CultureInfo.InvariantCulture),
        Source = "wire-a",
        Region = Region,
        IncidentId = string.Create(CultureInfo.InvariantCulture, $"i{number}"),
        Kind = "ied",
        Family = Family.Explosion,
        KindWeight = 0.5 + (number % 5),
        OccurredAt = s_start + (TimeSpan.FromDays(Days) * number / Reports),
        Killed = number % 4,
    };
}
