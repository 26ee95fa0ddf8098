using Alerting.Alerts;
using Alerting.Engine;
using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Regions;

/// <summary>
/// What the first report of a batch makes due at its own instant happens before the second one is judged, as it does when
/// the log is replayed: else the region would know other alerts after a restart than it has published.
/// </summary>
public sealed class BatchReplayTests
{
    private const string Region = "IQ-AN";

    [Fact]
    public async Task A_batch_is_judged_as_its_log_is_replayed()
    {
        var store = new InMemoryLogStore();
        await using var cluster = await AlertingCluster.StartAsync(new FaultyLogStore(store), thresholds: [Threshold()]);
        var region = cluster.Client.GetGrain<IRegionGrain>(Region);

        // Both are long over: an alert that clears without delay clears at the instant at which it is raised.
        var at = TimeProvider.System.GetUtcNow().AddHours(-5);
        await region.IngestAsync([Report("a", "Ramadi", at), Report("b", "Falluja", at.AddMinutes(10))]);
        await Wait.UntilAsync(
            async () => (await RecordedAsync(store)).Recorded.Count(static r => r.Change == AlertChange.Cleared) >= 2,
            "an alert for each of the reports is raised and cleared");

        var (recorded, replayed) = await RecordedAsync(store);
        Assert.Equal(replayed.Select(Show), recorded.Select(Show));
    }

    private static async Task<(List<Alert> Recorded, List<Alert> Replayed)> RecordedAsync(ILogStore store)
    {
        var engine = new RegionEngine(Region, RegionCatalog.Iso, EngineOptions.Default);
        var (output, recorded) = (new RegionOutput(), new List<Alert>());
        await foreach (var entry in store.ReadAsync($"region/{Region}", 1, TestContext.Current.CancellationToken))
        {
            var content = RegionLogReader.Read(entry.Content());
            recorded.AddRange(content.Revisions);
            foreach (var (now, input) in content.Steps)
            {
                if (input is null)
                {
                    engine.Advance(now, output);
                }
                else
                {
                    engine.Apply(entry.Sequence, now, input, output);
                }
            }
        }

        return (recorded, [.. output.Revisions]);
    }

    private static string Show(Alert revision) => $"{revision.AlertId} {revision.Revision} {revision.Change} {revision.EvidenceCount}";

    private static Threshold Threshold() => new()
    {
        Id = "any",
        Name = "Any incident",
        Scope = new Scope(["*"], Depth.Leaf),
        Measure = Measure.Incidents,
        Window = Duration.Parse("PT1H"),
        AtLeast = 1,
        ClearBelow = 1,
        ClearAfter = Duration.Parse("PT0S"),
        Severity = Severity.Warning,
    };

    private static Report Report(string id, string town, DateTimeOffset at) => new()
    {
        ReportId = id,
        Source = "wire-a",
        Region = Region,
        Town = town,
        Precision = Precision.Town,
        Kind = "ied",
        Family = Family.Explosion,
        KindWeight = 2,
        OccurredAt = at,
    };
}
