using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Alerts;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Xunit;

namespace Alerting.Grains.Tests.Regions;

/// <summary>Two halves of a cluster that do not know of each other: each has its own activation of every region, on one store.</summary>
public sealed class PartitionTests : IAsyncLifetime
{
    private const string Region = "IQ-AN";

    private static readonly DateTimeOffset s_at = TimeProvider.System.GetUtcNow().AddMinutes(-1);

    private readonly InMemoryLogStore _store = new();
    private readonly List<AlertingCluster> _halves = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        for (var half = 0; half < 2; half++)
        {
            _halves.Add(await AlertingCluster.StartAsync(new FaultyLogStore(_store)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var half in _halves)
        {
            await half.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_activation_that_another_has_overtaken_is_refused_and_writes_nothing()
    {
        Assert.Equal(ReportStatus.Accepted, (await Ingest(0, Report("a")))[0].Status);
        Assert.Equal(ReportStatus.Accepted, (await Ingest(1, Report("b")))[0].Status);

        await Assert.ThrowsAnyAsync<LogStoreUnavailableException>(() => Ingest(0, Report("c")));

        Assert.Equal(["a", "b"], (await StoredAsync()).Select(r => r.ReportId));

        // The next activation knows what the other half has written, and says so.
        Assert.Equal(ReportStatus.Duplicate, (await UntilTakenAsync(0, Report("b"))).Status);
        Assert.Equal(ReportStatus.Accepted, (await UntilTakenAsync(0, Report("c"))).Status);
    }

    [Fact]
    public async Task Both_halves_under_load_count_every_report_once()
    {
        var reports = Enumerable.Range(0, 200).Select(i => Report($"r{i}")).ToList();

        // Every report goes to both halves, in other orders: of the two answers one at most may be "accepted".
        var answers = await Task.WhenAll(reports.SelectMany((report, i) => new[] { (report, half: 0), (reports[(i + 100) % 200], half: 1) })
            .Select(async sent => (sent.Item1.ReportId, (await UntilTakenAsync(sent.half, sent.Item1)).Status)));

        Assert.All(answers.GroupBy(a => a.ReportId), both => Assert.InRange(both.Count(a => a.Status == ReportStatus.Accepted), 0, 1));
        Assert.DoesNotContain(answers, a => a.Status == ReportStatus.Rejected);
        Assert.Equal(
            reports.Select(r => r.ReportId).Order(StringComparer.Ordinal),
            (await StoredAsync()).Select(r => r.ReportId).Order(StringComparer.Ordinal));

        // The halves come together where the log is.
        await Wait.UntilAsync(
            async () =>
                (await UntilTakenAsync(0, reports[0])).Status == ReportStatus.Duplicate
                    && (await CountAsync(0)) == 200
                    && (await CountAsync(1)) == 200,
            "both halves show all reports");
    }

    [Fact]
    public async Task A_ledger_that_another_has_gone_on_with_does_not_say_that_what_it_knows_is_all()
    {
        await _halves[0].Ledger.AppendAsync(Region, [AlertBuilder.Entry(Region, 1)]);
        Assert.Equal(1, await _halves[0].Ledger.CurrentHeadAsync());
        await _halves[1].Ledger.AppendAsync(Region, [AlertBuilder.Entry(Region, 2)]);
        Assert.Equal(2, await _halves[1].Ledger.CurrentHeadAsync());

        Assert.Equal(1, await _halves[0].Ledger.HeadAsync());
        await Assert.ThrowsAsync<LogStoreUnavailableException>(_halves[0].Ledger.CurrentHeadAsync);

        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    return await _halves[0].Ledger.CurrentHeadAsync() == 2;
                }
                catch (LogStoreUnavailableException)
                {
                    return false;
                }
            },
            "the next activation knows what the other half has written");
    }

    private static Report Report(string id) =>
        Sample.Assault(id, s_at) with { Region = Region, Town = "Ramadi", IncidentId = id };

    private Task<IReadOnlyList<ReportOutcome>> Ingest(int half, Report report) =>
        _halves[half].Client.GetGrain<IRegionGrain>(Region).IngestAsync([report]);

    private async Task<ReportOutcome> UntilTakenAsync(int half, Report report)
    {
        ReportOutcome? outcome = null;
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    outcome = (await Ingest(half, report))[0];
                    return true;
                }
                catch (LogStoreUnavailableException)
                {
                    return false;
                }
            },
            $"half {half} takes {report.ReportId}");
        return outcome!.Value;
    }

    private async Task<long> CountAsync(int half)
    {
        try
        {
            var shown = (await _halves[half].Client.GetGrain<IRegionGrain>(Region).GetStateAsync()).Figures.Incidents24h;
            if (shown < 200)
            {
                // Only what it is refused tells a half that it is behind.
                await Ingest(half, Report("r0") with { Revision = 2, Killed = half });
            }

            return shown;
        }
        catch (LogStoreUnavailableException)
        {
            return -1;
        }
    }

    private async Task<List<Report>> StoredAsync()
    {
        var reports = new List<Report>();
        await foreach (var entry in _store.ReadAsync($"region/{Region}", 1, Token))
        {
            reports.AddRange(RegionLogReader.Read(entry.Content()).Steps.Select(s => s.Input).OfType<ReportInput>().Select(i => i.Report));
        }

        return reports;
    }
}
