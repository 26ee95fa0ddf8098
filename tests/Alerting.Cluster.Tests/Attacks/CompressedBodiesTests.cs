using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Alerting.Cluster.Tests.Faults;
using Xunit;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Some bytes that stand for gigabytes cost neither the memory nor the time to hold them, and no neighbour anything.</summary>
public sealed class CompressedBodiesTests(ITestOutputHelper output)
{
    private const int Block = 1 << 20;

    /// <summary>Bytes of memory that an attack may take beyond what the process has had before.</summary>
    private const long MaxGrowth = 300L << 20;

    // Generous: other test projects run on the same cores.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(AttackScale.Of(2, 5));

    [Theory]
    [InlineData("a JSON body", "application/json", "api/v1/reports", "\0", "413")]
    [InlineData("a line without an end", "application/x-ndjson", "api/v1/reports", "\0", "200")]
    [InlineData("empty lines", "application/x-ndjson", "api/v1/reports", "\n", "200")]
    [InlineData("blank lines", "application/x-ndjson", "api/v1/reports", " \r\n\n", "200")]
    [InlineData("a backtest's first line", "application/x-ndjson", "api/v1/backtests", "\0", "413")]
    public async Task A_bomb_is_passed_over_in_seconds_and_in_little_memory(
        string attack, string type, string path, string unit, string status)
    {
        var gigabytes = AttackScale.Of(2, 16);
        var connections = AttackScale.Of(2, 8);
        var bomb = Bomb(unit, gigabytes << 10);
        await using var server = await AttackedServer.StartAsync();
        await using var neighbour = new Neighbour(server);
        await Wait.UntilAsync(() => neighbour.Count > 50, "the neighbour is warm");
        neighbour.Reset();
        var (before, used, started) = (server.PeakResidentBytes, server.ProcessorTime, Stopwatch.GetTimestamp());

        var answers = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => SendAsync(server, type, path, bomb)));

        var elapsed = Stopwatch.GetElapsedTime(started);
        var processor = server.ProcessorTime - used;
        await neighbour.MeasureAsync(20);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{attack}: {connections} times {gigabytes} GB from {bomb.Length >> 10} KB in {elapsed.TotalSeconds:0.0} s, "
            + $"{processor.TotalSeconds:0.0} s of processor time, {(server.PeakResidentBytes - before) >> 20} MB more at most; "
            + $"{neighbour}"));
        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 " + status, answer, StringComparison.Ordinal));
        Assert.Empty(neighbour.Failures);
        Assert.InRange(server.PeakResidentBytes - before, 0, MaxGrowth);

        // One by one, empty lines took twenty seconds a gigabyte.
        Assert.InRange(processor.TotalSeconds / connections / gigabytes, 0, 5);
        Assert.InRange(neighbour.Percentile(0.5), 0, 1_000);
    }

    [Fact]
    public async Task Good_lines_without_an_end_are_load_like_any_other_in_constant_memory()
    {
        var count = AttackScale.Of(100_000, 2_000_000);
        await using var server = await AttackedServer.StartAsync();
        await using var neighbour = new Neighbour(server);
        await Wait.UntilAsync(() => neighbour.Count > 50, "the neighbour is warm");
        neighbour.Reset();
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = Encoding.UTF8.GetBytes($$"""
                {"reportId":"same","source":"bomb","region":"SE-O","kind":"riot","occurredAt":"{{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}","summary":"{{new string('x', 1_000)}}"}

                """);
            for (var i = 0; i < count; i++)
            {
                gzip.Write(line);
            }
        }

        var before = server.PeakResidentBytes;
        var answer = await SendAsync(server, "application/x-ndjson", "api/v1/reports", packed.ToArray());

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{count} lines from {packed.Length >> 10} KB, "
                + $"{(server.PeakResidentBytes - before) >> 20} MB more at most; {neighbour}"));
        Assert.Contains($"\"accepted\":1,\"duplicates\":{count - 1},\"rejected\":0}}", answer, StringComparison.Ordinal);
        Assert.Empty(neighbour.Failures);
        Assert.InRange(server.PeakResidentBytes - before, 0, MaxGrowth);
    }

    [Fact]
    public async Task Decoders_that_are_held_open_take_no_more_memory_than_they_may_and_leave_plain_bodies_alone()
    {
        const long Room = 64L << 20;
        await using var server =
            await AttackedServer.StartAsync(("Alerting__Http__MaxDecoderBytes", Room.ToString(CultureInfo.InvariantCulture)));
        await using var neighbour = new Neighbour(server);
        await Wait.UntilAsync(() => neighbour.Count > 50, "the neighbour is warm");
        neighbour.Reset();
        var before = server.PeakResidentBytes;

        // Each makes its decoder remember 16 MB, and then says nothing more.
        var body = Brotli(Encoding.ASCII.GetBytes(new string('\n', 20 << 20)));
        var held = new List<RawConnection>();
        try
        {
            for (var i = 0; i < AttackScale.Of(60, 600); i++)
            {
                held.Add(await RawConnection.OpenAsync(server.Url));
                await held[^1].SendAsync(Head(server, "application/x-ndjson", "api/v1/reports", "br", body.Length + 1));
                await held[^1].Stream.WriteAsync(body, TestContext.Current.CancellationToken);
            }

            var last = await held[^1].ReadAsync(TimeSpan.FromSeconds(30));
            await neighbour.MeasureAsync(50);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{held.Count} held, {(server.PeakResidentBytes - before) >> 20} MB more at most; "
                    + $"{neighbour}"));
            Assert.StartsWith("HTTP/1.1 503", last, StringComparison.Ordinal);
            Assert.Empty(neighbour.Failures);
            Assert.InRange(server.PeakResidentBytes - before, 0, MaxGrowth);
        }
        finally
        {
            held.ForEach(static connection => connection.Dispose());
        }
    }

    /// <summary>So many blocks of the same in gzip, without the time to compress each of them.</summary>
    private static byte[] Bomb(string unit, int blocks)
    {
        var plain = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(unit, Block / unit.Length)));
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var i = 0; i < 64; i++)
            {
                gzip.Write(plain);
            }
        }

        return [.. Enumerable.Repeat(member.ToArray(), blocks / 64).SelectMany(static bytes => bytes)];
    }

    /// <summary>With the largest window there is, and without its end.</summary>
    private static byte[] Brotli(byte[] plain)
    {
        var packed = new byte[plain.Length];
        using var encoder = new BrotliEncoder(quality: 5, window: 24);
        encoder.Compress(plain, packed, out _, out var length, isFinalBlock: false);
        encoder.Flush(packed.AsSpan(length), out var rest);
        return packed[..(length + rest)];
    }

    private static string Head(AttackedServer server, string type, string path, string coding, int length) => string.Create(
        CultureInfo.InvariantCulture,
        $"POST /{path} HTTP/1.0\r\nAuthorization: Bearer {server.Key}\r\nContent-Type: {type}\r\nContent-Encoding: "
        + $"{coding}\r\nContent-Length: {length}\r\n\r\n");

    /// <summary>Sends it and reads the first 200 bytes and the last.</summary>
    private static async Task<string> SendAsync(AttackedServer server, string type, string path, byte[] body)
    {
        using var ended = new CancellationTokenSource(s_patience, TimeProvider.System);
        using var connection = await RawConnection.OpenAsync(server.Url);
        await connection.SendAsync(Head(server, type, path, "gzip", body.Length), ended.Token);
        var sending = WriteAsync(connection, body, ended.Token);
        var (first, last) = ("", "");
        var buffer = new byte[64 << 10];
        try
        {
            while (await connection.Stream.ReadAsync(buffer, ended.Token) is > 0 and var count)
            {
                var text = Encoding.UTF8.GetString(buffer, 0, count);
                first = first.Length > 0 ? first : text[..Math.Min(200, count)];
                last = string.Concat(last.AsSpan(Math.Max(0, last.Length - 200)), text);
            }
        }
        catch (IOException)
        {
            // The server has answered and closed while more was being sent.
        }

        await sending;
        return first + last;
    }

    private static async Task WriteAsync(RawConnection connection, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Stream.WriteAsync(body, cancellationToken);
        }
        catch (IOException)
        {
            // The server has refused the rest.
        }
    }
}
