using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>The engine alone on one core: by thresholds, by what its windows hold, by late and corrected share, and beside peers.</summary>
internal static class EngineRun
{
    private const int UsualThresholds = 10;
    private const int UsualInWindow = 1_000;
    private static readonly TimeSpan s_reactiveStep = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Values is ["micro", ..])
        {
            MicroRun.Run(arguments.Quick);
            return;
        }

        if (arguments.Values is ["country", ..])
        {
            UpAndDownRun.Run(arguments.Number(1, 500_000, 20_000), arguments.Quick ? 1 : 3);
            return;
        }

        var perRound = arguments.Number(0, 50_000, 5_000);
        await CompareAsync(
            "Thresholds that judge each report (1,000 incidents in a window of 2 h, in order)",
            [
                .. new[] { 1, 10, 100 }.Select(count =>
                    (
                        $"{count} thresholds",
                        new Func<EngineFeed>(() => Feed(count, new EngineReports(UsualInWindow), UsualInWindow, perRound))))
            ],
            arguments,
            cancellationToken);
        await CompareAsync(
            "Incidents in the window of 2 h (10 thresholds, in order)",
            [
                .. Sizes(arguments).Select(size =>
                    (
                        $"{size:N0} in the window",
                        new Func<EngineFeed>(() => Feed(UsualThresholds, new EngineReports(size), size, perRound))))
            ],
            arguments,
            cancellationToken);
        await CompareAsync(
            "Late and corrected share (10 thresholds, 1,000 incidents in the window)",
            [
                .. new[] { (0, 0), (1, 0), (10, 0), (0, 1), (0, 10), (10, 10) }.Select(share => (
                    $"{share.Item1} % late, {share.Item2} % corrected",
                    new Func<EngineFeed>(() =>
                        Feed(UsualThresholds, new EngineReports(UsualInWindow, share.Item1, share.Item2), UsualInWindow, perRound)))),
            ],
            arguments,
            cancellationToken);
        foreach (var size in new[] { 10, 1_000, 100_000 })
        {
            await PeersAsync(size, perRound, arguments, cancellationToken);
        }
    }

    private static int[] Sizes(Arguments arguments) => arguments.Quick ? [10, 1_000, 10_000] : [10, 1_000, 100_000, 1_000_000];

    private static EngineFeed Feed(int thresholds, EngineReports reports, int inWindow, int perRound) =>
        new(thresholds, reports, inWindow + 1_000, perRound);

    private static async Task CompareAsync(
        string title, IReadOnlyList<(string Name, Func<EngineFeed> Make)> rows, Arguments arguments, CancellationToken cancellationToken)
    {
        var feeds = rows.Select(static row => row.Make()).ToArray();
        var measured =
            await Rounds.MeasureAsync([.. rows.Select((row, i) => Contender.Of(row.Name, feeds[i].Measure))], arguments, cancellationToken);
        var table = new Table(title, "", "reports/s/core", "least .. most", "to the first", "B/report");
        for (var i = 0; i < measured.Count; i++)
        {
            var one = measured[i];
            table.Add(
                one.Name, Table.Count(one.Rate), $"{Table.Count(one.Least)} .. {Table.Count(one.Most)}", Table.Ratio(
                    one.Rate / measured[0].Rate),
                feeds[i].Allocated.ToString("N0", CultureInfo.InvariantCulture));
        }

        table.Print();
    }

    /// <summary>
    /// The distinct-towns rule alone, for peers know no other; the product also correlates, knows duplicates and can be
    /// corrected.
    /// </summary>
    private static async Task PeersAsync(int size, int perRound, Arguments arguments, CancellationToken cancellationToken)
    {
        var fill = size + 1_000;
        var window = EngineThresholds.Window;
        var engine = Feed(1, new EngineReports(size), size, perRound);
        var ten = new CountryFeed(UsualThresholds, new EngineReports(size), fill, perRound);
        var queue = new TownWindow(window.Ticks);
        var naive = new NaiveRescan(window.Ticks);
        using var exact = ReactiveTowns.EnterAndLeave(window);
        using var windows = ReactiveTowns.Windows(window, s_reactiveStep);
        Contender[] contenders =
        [
            Contender.Of("engine, this rule, correlation and duplicate check", engine.Measure),
            Contender.Of("engine, 10 thresholds, windows alone (a country)", ten.Measure),
            Peer("floor: queue and counts, in order only", (town, at) => queue.Take(town, at)),
            Peer("System.Reactive, enter and leave (Delay)", exact.Take),
            Peer("System.Reactive, a window begun each minute", windows.Take),
            Contender.Of(
                "naive re-scan",
                new TownRuleFeed(
                    new EngineReports(size), fill, perRound, arguments.RoundTime, (town, at) => naive.Take(town, at), naive.Put).Measure),
        ];
        Rounds.Print(
            string.Create(CultureInfo.InvariantCulture, $"The distinct-towns rule over 2 h, {size:N0} reports in the window"),
            "reports/s/core",
            await Rounds.MeasureAsync(contenders, arguments, cancellationToken));

        Contender Peer(string name, Action<string, long> take) =>
            Contender.Of(name, new TownRuleFeed(new EngineReports(size), fill, perRound, arguments.RoundTime, take).Measure);
    }
}
