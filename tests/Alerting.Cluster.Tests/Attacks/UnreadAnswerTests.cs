using System.Globalization;
using System.Text;
using Alerting.Cluster.Tests.Faults;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Uploads whose answer is not read, or not before all is sent.</summary>
public sealed class UnreadAnswerTests(ITestOutputHelper output)
{
    private const long MaxUnreadAnswer = 1_000_000;
    private const long MaxUnreadAnswers = 2_000_000;

    /// <summary>Results of lines that were read already when there was no more room.</summary>
    private const long InFlight = 4_000_000;

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/x-ndjson")]
    public async Task An_answer_that_nobody_reads_fills_neither_disk_nor_memory_and_leaves_nothing(string accept)
    {
        await using var server = await AttackedServer.StartAsync(Settings());
        await using var neighbour = new Neighbour(server);
        var connections = AttackScale.Of(3, 16);
        using var ended = new CancellationTokenSource();
        var attackers = Enumerable.Range(0, connections).Select(_ => new Attacker(server, accept, ended.Token)).ToList();
        try
        {
            // They would go on for ever: all stand still when no more is taken from them and nothing more is put aside.
            var now = (Sent: -1L, Temporary: -1L);
            var still = TimeProvider.System.GetTimestamp();
            var temporary = 0L;
            await Wait.UntilAsync(
                () =>
                {
                    var before = now;
                    now = (attackers.Sum(static a => a.Sent), TemporaryDisk.BytesOf(server));
                    still = now == before ? still : TimeProvider.System.GetTimestamp();
                    temporary = Math.Max(temporary, now.Temporary);
                    Assert.InRange(temporary, 0, MaxUnreadAnswers + InFlight);
                    return now.Temporary > 0 && TimeProvider.System.GetElapsedTime(still) > TimeSpan.FromSeconds(5);
                },
                "no more is read from those who do not read",
                () => string.Create(CultureInfo.InvariantCulture, $"{now}"),
                TimeSpan.FromMinutes(5));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{connections} connections: {TemporaryDisk.InWords(now.Sent)} sent, temporary files "
                + $"{TemporaryDisk.InWords(temporary)}, peak memory {TemporaryDisk.InWords(server.PeakResidentBytes)}; {neighbour}"));
            Assert.InRange(temporary, MaxUnreadAnswers / 4, MaxUnreadAnswers + InFlight);
            Assert.InRange(server.PeakResidentBytes, 1, AttackedServer.HeapLimit);
            Assert.Empty(neighbour.Failures);
            await server.KillAsync();
            Assert.Equal(0, server.DataBytes("tmp"));
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(attackers.Select(static a => a.Over));
        }
    }

    [Fact]
    public async Task What_an_earlier_process_left_is_gone_after_a_start()
    {
        await using var server = await AttackedServer.StartAsync();
        await server.KillAsync();
        var folder = Directory.CreateDirectory(Path.Combine(server.DataDirectory, "tmp"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "answer-1.tmp"), "left", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "backtest-1"), "left", TestContext.Current.CancellationToken);
        server.Start();
        await server.ReadyAsync();
        Assert.Equal(0, server.DataBytes("tmp"));
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/x-ndjson")]
    public async Task A_client_that_sends_all_before_it_reads_is_answered_in_full(string accept)
    {
        await using var server = await AttackedServer.StartAsync();
        var lines = AttackScale.Of(50_000, 1_000_000);
        using var connection = await RawConnection.OpenAsync(server.Url, receiveBuffer: 16 << 10);
        var body = Lines(lines);
        await connection.SendAsync(Head(server, accept, body.Length), TestContext.Current.CancellationToken);
        await connection.Stream.WriteAsync(body, TestContext.Current.CancellationToken);
        Assert.Equal(lines, Results(await ReadAllAsync(connection)));
        output.WriteLine($"{lines} lines; peak memory {TemporaryDisk.InWords(server.PeakResidentBytes)}");
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/x-ndjson")]
    public async Task An_answer_beyond_the_bound_begins_before_the_request_ends_and_is_whole(string accept)
    {
        await using var server = await AttackedServer.StartAsync(Settings());
        var lines = AttackScale.Of(150_000, 1_000_000);
        using var connection = await RawConnection.OpenAsync(server.Url, receiveBuffer: 16 << 10);
        var body = Lines(lines);
        var reading = ReadAllAsync(connection);
        await connection.SendAsync(Head(server, accept, body.Length), TestContext.Current.CancellationToken);
        await connection.Stream.WriteAsync(body, TestContext.Current.CancellationToken);
        Assert.Equal(lines, Results(await reading));
        Assert.Equal(0, TemporaryDisk.BytesOf(server));
    }

    private static (string, string)[] Settings() =>
    [
        ("Alerting__Reports__MaxUnreadAnswer", MaxUnreadAnswer.ToString(CultureInfo.InvariantCulture)),
        ("Alerting__Reports__MaxUnreadAnswers", MaxUnreadAnswers.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>HTTP/1.0: the answer comes as it is, up to the end of the connection.</summary>
    private static string Head(AttackedServer server, string accept, int length) => string.Create(
        CultureInfo.InvariantCulture,
        $"POST /api/v1/reports HTTP/1.0\r\nAuthorization: Bearer {server.Key}\r\nContent-Type: application/x-ndjson\r\nAccept: "
        + $"{accept}\r\nContent-Length: {length}\r\n\r\n");

    /// <summary>Wrong ones, each with an id that no compression makes smaller.</summary>
    private static byte[] Lines(int count)
    {
        var lines = new StringBuilder();
        var random = new Random(1);
        for (var i = 0; i < count; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{{\"reportId\":\"{random.NextInt64():x}{random.NextInt64():x}\",\"x\":1}}\n");
        }

        return Encoding.ASCII.GetBytes(lines.ToString());
    }

    /// <summary>How many results there are, after a look at whether the answer is whole.</summary>
    private static int Results(string answer)
    {
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        var count = 0;
        for (var at = answer.IndexOf("\"outcome\":\"rejected\"", StringComparison.Ordinal); at >= 0; at = answer.IndexOf("\"outcome\":\"rejected\"", at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        if (answer.Contains("application/json", StringComparison.Ordinal))
        {
            Assert.EndsWith(
                $"],\"accepted\":0,\"duplicates\":0,\"rejected\":{count.ToString(CultureInfo.InvariantCulture)}}}", answer,
                StringComparison.Ordinal);
        }

        return count;
    }

    private static async Task<string> ReadAllAsync(RawConnection connection)
    {
        using var reader = new StreamReader(connection.Stream, Encoding.UTF8, false, 1 << 16, leaveOpen: true);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends lines that are none, and reads nothing.</summary>
    private sealed class Attacker
    {
        private long _sent;

        public Attacker(AttackedServer server, string accept, CancellationToken cancellationToken) =>
            Over = RunAsync(server, accept, cancellationToken);

        public long Sent => Volatile.Read(ref _sent);

        public Task Over { get; }

        private async Task RunAsync(AttackedServer server, string accept, CancellationToken cancellationToken)
        {
            var lines = Encoding.ASCII.GetBytes($"8000\r\n{string.Concat(Enumerable.Repeat("x\n", 0x4000))}\r\n");
            try
            {
                using var connection = await RawConnection.OpenAsync(server.Url, receiveBuffer: 16 << 10);
                await connection.SendAsync(
                    $"POST /api/v1/reports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Key}\r\nContent-Type: "
                    + $"application/x-ndjson\r\nAccept: {accept}\r\nTransfer-Encoding: chunked\r\n\r\n",
                    cancellationToken);
                while (!cancellationToken.IsCancellationRequested)
                {
                    await connection.Stream.WriteAsync(lines, cancellationToken);
                    Interlocked.Add(ref _sent, lines.Length);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The server was killed, or the test is over.
            }
        }
    }
}
