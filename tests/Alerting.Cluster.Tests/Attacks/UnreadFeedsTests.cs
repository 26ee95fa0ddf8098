using System.Diagnostics;
using System.Text;
using Alerting.Cluster.Tests.Faults;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Clients that ask for much, read nothing and stay.</summary>
public sealed class UnreadFeedsTests(ITestOutputHelper output)
{
    private const int AtATime = 200;
    private const long Megabyte = 1 << 20;

    private static readonly int s_clients = AttackScale.Of(300, 10_000);
    private static readonly int s_revisions = AttackScale.Of(600, 3_000);

    [Fact]
    public async Task Feeds_that_nobody_reads_cost_little_and_leave_the_others_alone()
    {
        await using var server = await AttackedServer.StartAsync(
            ("Alerting__RateLimits__FeedsPerSubject", "20000"), ("Alerting__RateLimits__Feeds", "20000"));
        await LargeAlerts.FillAsync(server, s_revisions);
        await using var neighbour = new Neighbour(server);
        await Wait.UntilAsync(() => neighbour.Count > 200, "the neighbour has warmed up");
        output.WriteLine($"before, {neighbour}");
        neighbour.Reset();
        var files = server.OpenFiles;
        var memory = server.ResidentBytes;
        var before = server.PeakResidentBytes;
        var processor = server.ProcessorTime;
        var started = Stopwatch.GetTimestamp();

        var clients = await OpenAsync(server, "alerts/stream", "Last-Event-ID: 1\r\n", s_clients);
        output.WriteLine(
            $"{s_clients} opened in {Stopwatch.GetElapsedTime(started)}: {server.ProcessorTime - processor} of processor time");
        output.WriteLine(neighbour.ToString());
        await AreServedAsync(server, clients);
        var taken = server.ResidentBytes - memory;
        var peak = Math.Max(server.PeakResidentBytes - before, taken);
        output.WriteLine($"{memory / Megabyte} MB before, {taken / Megabyte} MB more with them, {peak / Megabyte} MB more at most");

        // Who reads is served as ever: the first alert is some thousand revisions back, and the next comes at once.
        await ReadsAllAsync(server);

        processor = server.ProcessorTime;
        clients.ForEach(static client => client.Dispose());
        await Wait.UntilAsync(() => server.OpenFiles < files + 50, "the server has closed all of them", () => server.LastWords);
        output.WriteLine($"closed: {server.ProcessorTime - processor} of processor time; now {server.ResidentBytes / Megabyte} MB");
        output.WriteLine(neighbour.ToString());

        Assert.Empty(neighbour.Failures);
        Assert.True(taken < AttackScale.Of(150, 400) * Megabyte, $"{taken / Megabyte} MB for {s_clients} clients");
        Assert.True(neighbour.Percentile(0.99) < 2_000, neighbour.ToString());
    }

    [Fact]
    public async Task Lists_that_nobody_reads_cost_little_and_leave_the_others_alone()
    {
        await using var server = await AttackedServer.StartAsync();
        await LargeAlerts.FillAsync(server, s_revisions);

        // What the process has just taken it remembers, and all answers share it; what it reads back is each answer's own.
        await server.KillAsync();
        server.Start();
        await server.ReadyAsync();
        await using var neighbour = new Neighbour(server);
        await Wait.UntilAsync(() => neighbour.Count > 200, "the neighbour has warmed up");
        output.WriteLine($"before, {neighbour}");
        neighbour.Reset();
        var memory = server.ResidentBytes;
        var processor = server.ProcessorTime;

        var clients = await OpenAsync(server, $"alerts/{LargeAlerts.AlertId}/revisions?limit=1000", "", AttackScale.Of(300, 2_000));
        await AreServedAsync(server, clients);
        var taken = server.ResidentBytes - memory;
        output.WriteLine($"{clients.Count} lists: {taken / Megabyte} MB more, {server.ProcessorTime - processor} of processor time");
        output.WriteLine(neighbour.ToString());
        var read = (await server.GetAsync($"api/v1/alerts/{LargeAlerts.AlertId}/revisions?limit=1000"))["items"]!.AsArray().Count;
        clients.ForEach(static client => client.Dispose());

        Assert.Empty(neighbour.Failures);
        Assert.True(read >= 100, $"a page of {read}");

        // What reading back leaves for the collector, however many they are.
        Assert.True(taken < 500 * Megabyte, $"{taken / Megabyte} MB for {clients.Count} lists");
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_let_go()
    {
        Assert.SkipUnless(AttackScale.IsFull, "takes more than a minute; set ALERTING_ATTACKS=full");
        await using var server = await AttackedServer.StartAsync();
        await LargeAlerts.FillAsync(server, 600);
        var files = server.OpenFiles;
        var clients = await OpenAsync(server, "alerts/stream", "Last-Event-ID: 1\r\n", 300);
        var all = files + clients.Count;
        await Wait.UntilAsync(() => server.OpenFiles >= all, "the server has taken them", () => server.LastWords);
        var processor = server.ProcessorTime;
        var started = Stopwatch.GetTimestamp();

        await Wait.UntilAsync(
            () => server.OpenFiles < files + 50, "the server has let them go", () => server.LastWords, TimeSpan.FromMinutes(2));

        output.WriteLine(
            $"{clients.Count} let go after {Stopwatch.GetElapsedTime(started)}: {server.ProcessorTime - processor} of processor time");
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(45), "not before a minute");
        clients.ForEach(static client => client.Dispose());
    }

    /// <summary>Sends so many requests, each over a connection of its own, and reads none of the answers.</summary>
    private static async Task<List<RawConnection>> OpenAsync(AttackedServer server, string path, string headers, int count)
    {
        var request = $"GET /api/v1/{path} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nAuthorization: Bearer {server.Key}\r\n{headers}\r\n";
        var clients = new List<RawConnection>(count);
        while (clients.Count < count && !server.Process.HasExited)
        {
            clients.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(AtATime, count - clients.Count)).Select(async _ =>
            {
                var client = await RawConnection.OpenAsync(server.Url, receiveBuffer: 4 << 10);
                await client.SendAsync(request);
                return client;
            })));
        }

        Assert.False(server.Process.HasExited, server.LastWords);
        return clients;
    }

    /// <summary>Waits until each has the first bytes of an answer, and reads no more than that it is a good one.</summary>
    private static async Task AreServedAsync(AttackedServer server, List<RawConnection> clients)
    {
        await Wait.UntilAsync(
            () => clients.TrueForAll(static client => client.Stream.DataAvailable),
            "every client has its first bytes",
            () => server.LastWords);
        var status = new byte["HTTP/1.1 200".Length];
        foreach (var client in clients)
        {
            await client.Stream.ReadExactlyAsync(status);
            Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(status));
        }
    }

    /// <summary>Reads all revisions and one that is new.</summary>
    private static async Task ReadsAllAsync(AttackedServer server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        var feed = new Uri(server.Url, "api/v1/alerts/stream?region=" + LargeAlerts.Region);
        using var request = new HttpRequestMessage(HttpMethod.Get, feed);
        request.Headers.Add("Last-Event-ID", "0");
        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token), Encoding.UTF8);
        var known = 0;
        var posted = Task.CompletedTask;
        while (known <= s_revisions && await reader.ReadLineAsync(patience.Token) is { } line)
        {
            var isRevision =
                line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains(LargeAlerts.AlertId, StringComparison.Ordinal);
            if (isRevision && ++known == s_revisions)
            {
                posted = server.SendAsync(HttpMethod.Post, "api/v1/reports", LargeAlerts.Report(s_revisions));
            }
        }

        await posted;
        Assert.Equal(s_revisions + 1, known);
    }
}
