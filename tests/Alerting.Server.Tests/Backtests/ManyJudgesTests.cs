using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Backtests;
using Alerting.Engine;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Backtests;
using Alerting.Server.Http;
using Alerting.Server.Reports;
using Alerting.Thresholds;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Alerting.Server.Tests.Backtests;

/// <summary>However many threads judge, the answer is the same.</summary>
public sealed class ManyJudgesTests : IDisposable
{
    private static readonly string[] s_regions = ["IQ-AN", "IQ-BG", "SY-DY", "SY-HL", "AZ-BAB", "AZ-NX", "TR-21", "TR", "NG-BO", "IQ"];

    private static readonly JsonSerializerOptions s_json = Json();

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerting-judges-");

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task One_two_and_four_judges_give_the_same_bytes(int seed)
    {
        var history = History(seed, 3_000);
        var period = new BacktestPeriod(history[400].ReceivedAt, seed % 2 == 0 ? history[2_500].ReceivedAt : null);

        var one = await RunAsync(history, 1, period);

        Assert.Equal(one, await RunAsync(history, 2, period));
        Assert.Equal(one, await RunAsync(history, 4, period));
        Assert.Equal(one, await RunAsync(history, 4, period, batch: 7));
        var answer = JsonNode.Parse(one)!;
        Assert.True(answer["alerts"]!.AsArray().Count > 50 && answer["levels"]!.AsArray().Count > 50, "a history that tells little");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_happens_under_other_roots_does_not_disturb(int seed)
    {
        var history = History(seed, 2_000);

        var alone = await AnswerAsync(history.Where(static h => IsIraq(h.Report.Region)), 1);
        var among = await AnswerAsync(history, 2);

        static bool IsIraq(string code) => RegionCatalog.Iso.IsWithin(code, "IQ");
        Assert.Equal(
            Describe(alone["alerts"]!, static _ => true),
            Describe(among["alerts"]!, static a => IsIraq(a["region"]!["code"]!.GetValue<string>())));
        Assert.Equal(
            Describe(alone["levels"]!, static _ => true),
            Describe(among["levels"]!, static l => IsIraq(l["region"]!.GetValue<string>())));
    }

    [Fact]
    public async Task Levels_come_by_instant_and_a_region_before_its_parent()
    {
        var levels = (await AnswerAsync(History(3, 3_000), 4))["levels"]!.AsArray()
            .Select(static l => (At: l!["at"]!.GetValue<string>(), Region: l["region"]!.GetValue<string>())).ToList();

        Assert.Equal(
            levels.OrderBy(static l => DateTimeOffset.Parse(l.At, CultureInfo.InvariantCulture))
                .ThenByDescending(static l => RegionCatalog.Iso.DepthOf(l.Region))
                .ThenBy(static l => l.Region, StringComparer.Ordinal),
            levels);
    }

    [Fact]
    public async Task Rejected_reports_are_listed_in_their_order_whoever_found_them()
    {
        var history = History(5, 25_000);
        var reports = history.Select(static (h, i) => (i % 5) switch
        {
            0 => Given(i, h.Report, h.ReceivedAt),
            1 => new GivenReport(i, i + 2, new ParsedReport(null, new Fault(FaultTypes.MissingField, "no kind", "$.kind"), null)),

            // Comes in long before it occurs.
            _ =>
                Given(
                    i,
                    h.Report with
                    {
                        ReportId = $"early-{i}",
                        Revision = 1,
                        Retracted = false,
                        OccurredAt = h.Report.OccurredAt.AddYears(100)
                    },
                    h.ReceivedAt),
        }).ToList();

        var one = JsonNode.Parse(await RunAsync(reports, 1, BacktestPeriod.Whole, BacktestJob.BatchSize))!;
        var four = JsonNode.Parse(await RunAsync(reports, 4, BacktestPeriod.Whole, BacktestJob.BatchSize))!;

        Assert.Equal(one.ToJsonString(), four.ToJsonString());
        Assert.True(four["rejectedTotal"]!.GetValue<long>() >= 20_000);
        var indices = four["rejected"]!.AsArray().Select(static r => r!["index"]!.GetValue<long>()).ToList();
        Assert.Equal(10_000, indices.Count);
        Assert.Equal(indices.Order(), indices);
        Assert.Equal([1, 2, 3, 4, 6], indices.Take(5));
    }

    [Fact]
    public async Task Cancelled_it_ends_with_all_its_threads()
    {
        using var leaving = new CancellationTokenSource();
        var job = Job(4, BacktestPeriod.Whole, leaving.Token);
        var reports = History(1, 20_000).Select(static (h, i) => Given(i, h.Report, h.ReceivedAt)).ToList();
        var judging = Task.Run(async () =>
        {
            while (true)
            {
                await job.JudgeAsync(job.Share(reports));
            }
        });
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging.WaitAsync(TimeSpan.FromSeconds(30)));

        // Waits for its threads.
        await job.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static JsonSerializerOptions Json()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        return options;
    }

    private static List<(Report Report, long ReceivedAt)> History(int seed, int count) => RandomHistory.Create(seed, s_regions, count);

    private static GivenReport Given(int index, Report report, long receivedAt) => new(
        index, index + 2, new ParsedReport(report with { ReceivedAt = Instants.FromTicks(receivedAt) }, null, report.ReportId));

    private static List<string> Describe(JsonNode list, Func<JsonNode, bool> which) =>
        [.. list.AsArray().Where(item => which(item!)).Select(static item => item!.ToJsonString())];

    private async Task<JsonNode> AnswerAsync(IEnumerable<(Report Report, long ReceivedAt)> history, int judges) =>
        JsonNode.Parse(await RunAsync(history, judges, BacktestPeriod.Whole))!;

    private Task<byte[]> RunAsync(
        IEnumerable<(Report Report, long ReceivedAt)> history, int judges, BacktestPeriod period, int batch = BacktestJob.BatchSize) =>
        RunAsync([.. history.Select(static (h, i) => Given(i, h.Report, h.ReceivedAt))], judges, period, batch);

    private async Task<byte[]> RunAsync(List<GivenReport> reports, int judges, BacktestPeriod period, int batch)
    {
        await using var job = Job(judges, period, TestContext.Current.CancellationToken);
        foreach (var some in reports.Chunk(batch))
        {
            await job.JudgeAsync(job.Share(some));
        }

        return JsonSerializer.SerializeToUtf8Bytes(await job.FinishAsync(), s_json);
    }

    private BacktestJob Job(int judges, BacktestPeriod period, CancellationToken cancellationToken) => new(
        RegionCatalog.Iso,
        EngineOptions.Default,
        [.. RandomHistory.Thresholds.Select(static t => new ThresholdVersion(t.Id, 1, t, default, "", null))],
        new BacktestRequest([], [], null, period, HistoryClock.Recorded, null),
        new BacktestParts(true, true, true),
        new RegionLimits(RegionCatalog.Iso, null),
        new TemporaryFiles(_directory.FullName, NullLogger.Instance),
        judges,
        cancellationToken);
}
