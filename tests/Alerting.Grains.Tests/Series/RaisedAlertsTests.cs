using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
using Alerting.Grains.Tests.Alerts;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Series;
using Alerting.Storage.Logs;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Grains.Tests.Series;

/// <summary>How many alerts were raised, counted from the ledger.</summary>
public sealed class RaisedAlertsTests
{
    private const int Alerts = 300;
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_regions = ["IQ-AN", "IQ-DI", "SE-AB"];
    private static readonly string[] s_thresholds = ["assaults", "killed"];

    private static readonly TimeSteps s_steps = TimeSteps.Meeting(
        s_start.AddDays(2).UtcTicks, s_start.AddDays(9).UtcTicks, 7 * TimeSpan.TicksPerHour);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_counted_by_step_and_the_severity_with_which_they_were_raised()
    {
        await using var cluster = await AlertingCluster.StartAsync(new FaultyLogStore(new InMemoryLogStore()));
        var raised = Raised();
        foreach (var (position, alert) in raised.Index())
        {
            await cluster.Ledger.AppendAsync(alert.Region.Code, [new RegionRevisions(position + 1, [alert])]);
        }

        // What becomes of them later counts for nothing.
        foreach (var own in raised.GroupBy(static alert => alert.Region.Code))
        {
            var ended = own.Select(static alert => alert with
            {
                Revision = 2,
                Change = AlertChange.Cancelled,
                Status = AlertStatus.Cancelled,
                Severity = Severity.Critical,
                UpdatedAt = s_start.AddDays(11),
            });
            await cluster.Ledger.AppendAsync(own.Key, [new RegionRevisions(Alerts + 1, [.. ended])]);
        }

        foreach (var (regions, severity, threshold) in Filters())
        {
            var counts = await cluster.Ledger.CountRaisedAsync(new RaisedQuery(s_steps, regions, severity, threshold));
            Assert.Equal(0, counts.FirstKnown);
            Assert.Equal(Expected(raised, regions, severity, threshold), counts.Counts);
        }
    }

    [Fact]
    public async Task When_they_were_raised_is_kept_and_read_from_the_log_where_it_was_stored_before_it_was_kept()
    {
        var store = new InMemoryLogStore();
        var index = new LedgerIndex();
        var raised = Raised().Select(static (alert, position) => alert with { Seq = position + 1 }).ToList();
        foreach (var alert in raised)
        {
            var entry = new LedgerEntry { Revisions = { alert } };
            await store.AppendAsync("ledger", alert.Seq, new LogBatch(Guid.NewGuid(), entry.ToBytes()), null, Token);
            index.BeginEntry(alert.Seq);
            index.Add(alert);
        }

        var writer = new WireWriter();
        index.Save(writer);
        foreach (var (snapshot, isKnown) in new[] { (writer.Written, true), (writer.Written[..^(8 * Alerts)], false) })
        {
            var restored = new LedgerIndex();
            restored.Restore(new WireReader(snapshot));
            Assert.All(restored.Alerts, alert => Assert.Equal(isKnown, alert.RaisedAt is not null));
            var bodies = new LedgerBodies(store, "ledger", restored);
            var query = new RaisedQuery(s_steps, [], Severity.Notice, null);
            var counts = await RaisedAlerts.CountAsync(query, restored, bodies, RegionCatalog.Iso, 0, Token);
            Assert.Equal(Expected(raised, [], Severity.Notice, null), counts.Counts);
        }
    }

    [Fact]
    public async Task Of_steps_before_what_is_kept_nothing_is_known()
    {
        var index = new LedgerIndex();
        var counts = await RaisedAlerts.CountAsync(
            new RaisedQuery(s_steps, [], Severity.Notice, null), index, new LedgerBodies(new InMemoryLogStore(), "ledger", index),
            RegionCatalog.Iso, s_steps.StartOf(3) - 1, Token);
        Assert.Equal(3, counts.FirstKnown);
    }

    private static IEnumerable<(string[] Regions, Severity Severity, string? Threshold)> Filters() =>
        from regions in new[] { [], new[] { "IQ" }, ["SE-AB", "IQ-DI"] }
        from severity in new[] { Severity.Notice, Severity.Severe }
        from threshold in new[] { null, "killed" }
        select (regions, severity, threshold);

    private static int[] Expected(List<Alert> raised, string[] regions, Severity severity, string? threshold)
    {
        var counts = new int[s_steps.Count * 4];
        foreach (var alert in raised)
        {
            if (alert.Severity >= severity
                && (threshold is null || alert.Threshold.Id == threshold)
                && (regions.Length == 0 || regions.Contains(alert.Region.Code) || (regions.Contains("IQ") && alert.Region.Code != "SE-AB"))
                && s_steps.IndexOf(alert.RaisedAt.UtcTicks) is { } step)
            {
                counts[(step * 4) + (int)alert.Severity]++;
            }
        }

        return counts;
    }

    /// <summary>In the order of time, over ten days.</summary>
    private static List<Alert> Raised()
    {
        var random = new Random(2014);
        return
        [
            .. Enumerable.Range(0, Alerts).Select(number =>
            {
                var at = s_start + (TimeSpan.FromDays(10) * number / Alerts);
                return AlertBuilder.Revision(
                    s_regions[random.Next(3)], number + 1, severity: (Severity)random.Next(4), threshold: s_thresholds[random.Next(2)])
                    with { RaisedAt = at, UpdatedAt = at };
            }),
        ];
    }
}
