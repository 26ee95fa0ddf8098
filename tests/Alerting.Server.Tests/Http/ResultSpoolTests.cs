using System.IO.Pipelines;
using System.Text;
using Alerting.Server.Http;
using Alerting.Server.Reports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Alerting.Server.Tests.Http;

public sealed class ResultSpoolTests : IDisposable
{
    private const long OneMegabyte = 1_000_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("alerting-spool-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task All_comes_out_in_its_order_wherever_it_was_held()
    {
        await using var spool = new ResultSpool(Space(64 * OneMegabyte, 64 * OneMegabyte));
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 100_000, resumeWriterThreshold: 50_000));
        var copying = CopyAsync(spool, pipe.Writer);
        var expected = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
        {
            var line = $"{i}:{new string((char)('a' + (i % 26)), i % 200)}\n";
            expected.Append(line);
            await spool.AppendAsync(Encoding.ASCII.GetBytes(line), TestContext.Current.CancellationToken);
        }

        // Nobody has read: most of it is on disk by now.
        spool.Complete();
        using var read = new StreamReader(pipe.Reader.AsStream());
        Assert.Equal(expected.ToString(), await read.ReadToEndAsync(TestContext.Current.CancellationToken));
        await copying;
    }

    [Fact]
    public async Task What_nobody_reads_leaves_no_room_and_what_is_read_makes_some()
    {
        await using var spool = new ResultSpool(Space(OneMegabyte, 64 * OneMegabyte));
        var waiting = await FillAsync(spool);
        Assert.False(waiting.IsCompleted);
        var pipe = new Pipe();
        var copying = CopyAsync(spool, pipe.Writer);
        await using var read = pipe.Reader.AsStream();
        await read.ReadAtLeastAsync(new byte[200_000], 200_000, cancellationToken: TestContext.Current.CancellationToken);
        spool.Complete();
        await read.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        await waiting;
        await copying;
        Assert.True(spool.HasRoom);
    }

    [Fact]
    public async Task Where_all_space_is_taken_others_keep_a_little_room_and_get_more_when_it_is_given_back()
    {
        var space = Space(OneMegabyte, OneMegabyte / 2);
        var greedy = new ResultSpool(space);
        await FillAsync(greedy);
        await using var modest = new ResultSpool(space);
        Assert.True(modest.HasRoom);
        await modest.AppendAsync(Random(ResultSpool.MaxInMemory), TestContext.Current.CancellationToken);
        Assert.False(modest.HasRoom);
        var waiting = modest.WaitForRoomAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        await greedy.DisposeAsync();
        await waiting;
    }

    [Fact]
    public async Task What_is_taken_on_counts_before_it_is_answered()
    {
        await using var spool = new ResultSpool(Space(OneMegabyte, OneMegabyte));
        spool.Expect(1_000_000);
        var waiting = spool.WaitForRoomAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        spool.Settle(1_000_000);
        await waiting;
    }

    [Fact]
    public async Task Disk_is_given_back_to_one_who_reads_but_never_catches_up()
    {
        var space = Space(64 * OneMegabyte, 16 * OneMegabyte);
        await using var spool = new ResultSpool(space);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        var copying = CopyAsync(spool, pipe.Writer);
        await using var read = pipe.Reader.AsStream();
        var buffer = new byte[100_000];
        await spool.AppendAsync(Random(8_000_000), TestContext.Current.CancellationToken);
        for (var i = 0; i < 1_000; i++)
        {
            await spool.AppendAsync(Random(buffer.Length), TestContext.Current.CancellationToken);
            await read.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        }

        Assert.False(space.IsFull);
        spool.Complete();
        await read.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        await copying;
    }

    /// <summary>Appends what no compression makes smaller until there is no room; returns the wait for more.</summary>
    private static async Task<Task> FillAsync(ResultSpool spool)
    {
        for (var appended = 0; spool.HasRoom; appended++)
        {
            Assert.InRange(appended, 0, 1_000);
            await spool.AppendAsync(Random(10_000), TestContext.Current.CancellationToken);
        }

        return spool.WaitForRoomAsync(TestContext.Current.CancellationToken).AsTask();
    }

    private static async Task CopyAsync(ResultSpool spool, PipeWriter output)
    {
        await spool.CopyToAsync(output, TestContext.Current.CancellationToken);
        await output.CompleteAsync();
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        System.Random.Shared.NextBytes(bytes);
        return bytes;
    }

    private SpoolSpace Space(long ofOne, long ofAll) => new(
        new TemporaryFiles(_directory, NullLogger.Instance), Options.Create(
            new ReportOptions { MaxUnreadAnswer = ofOne, MaxUnreadAnswers = ofAll }));
}
