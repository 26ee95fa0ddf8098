using System.Globalization;
using Alerting.Engine.Archive;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Archive;

public sealed class ArchivingBacktestTests
{
    private static readonly DateTimeOffset s_start = new(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_backtest_that_puts_old_incidents_away_tells_the_same()
    {
        var cold = new MemoryStore();
        var (lean, plain) = (Run(cold), Run(null));
        Assert.NotEmpty(plain.Alerts);
        Assert.NotEmpty(plain.Levels);
        Assert.Equal(
            plain.Alerts.Select(static a => (a.Last.AlertId, a.Last.Revision, a.Last.Explanation)),
            lean.Alerts.Select(static a => (a.Last.AlertId, a.Last.Revision, a.Last.Explanation)));
        Assert.Equal(plain.Levels, lean.Levels);
        Assert.Equal(plain.Reports, lean.Reports);
        Assert.True(cold.Written > 10, $"{cold.Written} blocks written");
        Assert.True(cold.Read > 5, $"{cold.Read} blocks read");
    }

    private static BacktestRun Run(MemoryStore? cold)
    {
        var thresholds = DefaultThresholds.All.Select(static t => new ThresholdVersion(t.Id, 1, t, s_start, "test", null)).ToList();
        var run = new BacktestRun(RegionCatalog.Iso, EngineOptions.Default, thresholds, BacktestPeriod.Whole, archive: cold);
        var random = new Random(7);
        string[] regions = ["IQ-AN", "IQ-DI"];
        for (var i = 0; i < 8_000; i++)
        {
            var at = s_start + (TimeSpan.FromDays(160) * i / 8_000);
            var isCorrection = i > 0 && random.Next(60) == 0;
            var number = isCorrection ? random.Next(i) : i;
            var report = new Report
            {
                ReportId = number.ToString(CultureInfo.InvariantCulture),
                Source = "wire-a",
                Region = regions[number % 2],
                Revision = isCorrection ? 2 + i : 1,
                Town = $"Town {number % 11}",
                Precision = Precision.Town,
                Kind = "ied",
                Family = Family.Explosion,
                KindWeight = 0.2,
                OccurredAt = s_start + (TimeSpan.FromDays(160) * number / 8_000),
                Killed = number % 300 == 0 ? 11 : null,
            };
            run.Take(report, at.UtcTicks, CancellationToken.None);
        }

        run.Finish(CancellationToken.None);
        return run;
    }

    private sealed class MemoryStore : IArchiveStore
    {
        private readonly List<ReadOnlyMemory<byte>> _contents = [];

        public int Written => _contents.Count;

        public int Read { get; private set; }

        public string Write(ReadOnlyMemory<byte> content)
        {
            _contents.Add(content.ToArray());
            return (_contents.Count - 1).ToString(CultureInfo.InvariantCulture);
        }

        ReadOnlyMemory<byte> IArchiveStore.Read(string name)
        {
            Read++;
            return _contents[int.Parse(name, CultureInfo.InvariantCulture)];
        }
    }
}
