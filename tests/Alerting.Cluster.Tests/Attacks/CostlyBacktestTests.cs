using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>A small request may ask for hours of work: it is refused, or ended, and nobody else notices.</summary>
public sealed class CostlyBacktestTests(ITestOutputHelper output)
{
    private const string Path = "api/v1/backtests";

    [Fact]
    public async Task What_would_run_for_minutes_is_refused_before_it_runs()
    {
        await using var server = await AttackedServer.StartAsync();
        var body = Body(1_000, 2_000);
        var started = Stopwatch.GetTimestamp();

        var (status, answer) = await PostAsync(server, body);

        output.WriteLine(
            $"{body.Length >> 10} KB answered with {(int)status} after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s: {answer}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("too-costly", answer, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, Body(5, 2_000))).Status);
    }

    [Fact]
    public async Task What_runs_long_is_ended_and_starves_nobody()
    {
        await using var server = await AttackedServer.StartAsync(
            ("Alerting__Backtests__MaxCost", "1000000000000"),
            ("Alerting__Backtests__MaxDuration", TimeSpan.FromSeconds(AttackScale.Of(5, 60)).ToString("c", CultureInfo.InvariantCulture)));
        await using var neighbour = new Neighbour(server);
        await PostAsync(server, Body(1, 100));
        await neighbour.MeasureAsync(20);
        neighbour.Reset();

        var runs = await Task.WhenAll(PostAsync(server, Body(1_000, 2_000)), PostAsync(server, Body(1_000, 2_000)));

        output.WriteLine($"two runs at once; {neighbour}");
        Assert.All(runs, static run => Assert.Equal(HttpStatusCode.UnprocessableEntity, run.Status));
        Assert.All(runs, static run => Assert.Contains("took-too-long", run.Answer, StringComparison.Ordinal));
        Assert.Empty(neighbour.Failures);
        Assert.InRange(neighbour.Percentile(0.99), 0, 2_000);
    }

    [Fact]
    public async Task A_run_ends_when_its_caller_goes()
    {
        await using var server = await AttackedServer.StartAsync(
            ("Alerting__Backtests__MaxConcurrent", "1"), (
                "Alerting__Backtests__MaxCost", "1000000000000"), ("Alerting__Backtests__MaxDuration", "01:00:00"));
        using var leaving = new CancellationTokenSource();
        var run = PostAsync(server, Body(1_000, 2_000), leaving.Token);
        await TestKit.Wait.UntilAsync(
            async () =>
            {
                // It may come while the one below has the place.
                run = run.IsCompleted ? PostAsync(server, Body(1_000, 2_000), leaving.Token) : run;
                return (await PostAsync(server, Body(1, 1))).Status == HttpStatusCode.TooManyRequests;
            },
            "the run has its place");

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        await TestKit.Wait.UntilAsync(
            async () =>
                (await PostAsync(server, Body(1, 1))).Status == HttpStatusCode.OK, "its place is free", patience: TimeSpan.FromSeconds(20));
    }

    /// <summary>Thresholds that all raise at once and stay raised: each report brings a revision of each, over all of a day.</summary>
    private static string Body(int thresholds, int reports)
    {
        var start = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var body = new StringBuilder("{\"thresholds\":[");
        for (var i = 0; i < thresholds; i++)
        {
            body.Append(i == 0 ? "" : ",").Append(
                CultureInfo.InvariantCulture,
                $"{{\"id\":\"t{i}\",\"scope\":{{\"regions\":[\"*\"],\"depth\":\"leaf\"}},\"measure\":\"incidents\",\"window\":\"P1D\",\"atLeast\":1,\"severity\":\"notice\"}}");
        }

        body.Append("],\"reports\":[");
        for (var i = 0; i < reports; i++)
        {
            body.Append(i == 0 ? "" : ",").Append(
                CultureInfo.InvariantCulture,
                $"{{\"reportId\":\"r{i}\",\"source\":\"w\",\"region\":\"IQ-AN\",\"kind\":\"riot\",\"occurredAt\":\"{start.AddMinutes(i):yyyy-MM-dd'T'HH:mm:ss'Z'}\"}}");
        }

        return body.Append("]}").ToString();
    }

    private static async Task<(HttpStatusCode Status, string Answer)> PostAsync(
        AttackedServer server, string body, CancellationToken cancellationToken = default)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await server.Client.PostAsync(new Uri(server.Url, Path), content, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
