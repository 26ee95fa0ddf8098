using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Alerting.Benchmarks;

/// <summary>
/// The floor of a durable log: a file that is appended to and forced to the disk. While one group is being forced the
/// next gathers. It knows no logs, no sequences and nobody can read it.
/// </summary>
internal sealed class FsyncFile : IAsyncDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Channel<Append> _waiting = Channel.CreateUnbounded<Append>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;

    public FsyncFile(string path)
    {
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        _writing =
            Task.Factory.StartNew(WriteAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public Task AppendAsync(ReadOnlyMemory<byte> payload)
    {
        var append = new Append(payload, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting.Writer.TryWrite(append);
        return append.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _writing;
        _file.Dispose();
    }

    private async Task WriteAsync()
    {
        var group = new List<Append>();
        var payloads = new List<ReadOnlyMemory<byte>>();
        long end = 0;
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out var append))
            {
                group.Add(append);
                payloads.Add(append.Payload);
            }

            RandomAccess.Write(_file, payloads, end);
            end += payloads.Sum(static payload => (long)payload.Length);
            RandomAccess.FlushToDisk(_file);
            group.ForEach(static append => append.Done.SetResult());
            group.Clear();
            payloads.Clear();
        }
    }

    private readonly record struct Append(ReadOnlyMemory<byte> Payload, TaskCompletionSource Done);
}
