using System.Diagnostics;
using Alerting.Cluster.Tests.Processes;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>A process told to end does so soon, whoever is connected, and what it answered as stored is there afterwards.</summary>
public sealed class ShutdownTests(ITestOutputHelper output)
{
    private const string Reports = "/api/v1/reports";

    /// <summary>Far more than it takes, on a machine that does other things too, and far less than it once took: 35 s.</summary>
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Connections_on_which_nothing_is_under_way_do_not_hold_it_up()
    {
        await using var server = await AttackedServer.StartAsync();
        using var stalled = new Stalled(server);
        var count = AttackScale.Of(50, 500);
        await stalled.HeadersAsync(count);
        await stalled.BodiesAsync(count, Reports);
        await stalled.BodiesAsync(count, Reports, withKey: false);
        await stalled.LinesAsync(count, "/api/v1/backtests", "{\"thresholdIds\":[\"surge\"]}");
        await stalled.FeedsAsync(20);
        await stalled.IdleAsync(count);

        await EndAsync(server, $"{stalled.Connections.Count} connections");
    }

    [Fact]
    public async Task What_running_uploads_were_answered_is_there_after_the_restart()
    {
        await using var server = await AttackedServer.StartAsync();
        using var ending = new CancellationTokenSource();
        var uploads = Enumerable.Range(0, 4).Select(i => UploadAsync(server, i, ending.Token)).ToList();
        await Wait(server, static shown => shown >= 50);

        await EndAsync(server, "4 running uploads");
        await ending.CancelAsync();
        var answered = (await Task.WhenAll(uploads)).Sum();

        server.Start();
        await server.ReadyAsync();
        var stored = await StoredAsync(server);
        output.WriteLine($"{answered} reports answered as stored, {stored} there");
        Assert.True(answered > 0, "nothing was answered");
        Assert.True(stored >= answered, $"{answered} reports were answered as stored, {stored} are there");
    }

    private async Task EndAsync(AttackedServer server, string what)
    {
        var started = Stopwatch.GetTimestamp();
        server.Process.Send(Signal.Terminate);
        var ended = await server.Process.WaitForExitAsync(TimeSpan.FromSeconds(60));
        var took = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"{what}: ended after {took.TotalSeconds:0.00} s");
        Assert.True(ended, "it did not end");
        Assert.InRange(took, TimeSpan.Zero, s_bound);
        Assert.Equal(0, server.Process.ExitCode);
    }

    /// <summary>Sends a line at a time until the connection ends; the number of those answered as stored.</summary>
    private static async Task<int> UploadAsync(AttackedServer server, int upload, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(server.Url);
        await connection.SendAsync(
            $"POST {Reports} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Key}\r\nContent-Type: application/x-ndjson\r\n"
            + "Accept: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n",
            cancellationToken);
        var answer = connection.ReadAsync(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        try
        {
            for (var i = 0; !answer.IsCompleted && await timer.WaitForNextTickAsync(cancellationToken); i++)
            {
                var line = $"{{\"reportId\":\"{upload}-{i}\",\"source\":\"upload\",\"region\":\"IQ-AN\",\"kind\":\"riot\",\"occurredAt\":\"{TimeProvider.System.GetUtcNow():O}\"}}\n";
                await connection.SendAsync($"{line.Length:x}\r\n{line}\r\n", cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The server has closed the connection, or the process is gone.
        }

        return (await answer).Split("\"outcome\":\"accepted\"").Length - 1;
    }

    private static Task Wait(AttackedServer server, Func<int, bool> enough) =>
        TestKit.Wait.UntilAsync(async () => enough(await StoredAsync(server)), "some reports are stored", () => server.LastWords);

    private static async Task<int> StoredAsync(AttackedServer server) =>
        await server.StatusAsync("api/v1/regions/IQ-AN") == 200
            ? (await server.GetAsync("api/v1/regions/IQ-AN"))["incidents24h"]!.GetValue<int>()
            : 0;
}
