using System.Buffers;
using System.IO.Pipelines;

namespace Alerting.Server.Http;

/// <summary>
/// Keeps the part of an answer that the client has not read yet: a little in memory, the rest compressed in temporary files, up
/// to a limit. So a client may send a whole request of ordinary size before it reads the answer, while from a client that never
/// reads, nothing more is read: the writer waits for room before it takes on more. One writer and one reader.
/// </summary>
internal sealed class ResultSpool(SpoolSpace space) : IAsyncDisposable
{
    /// <summary>Bytes in memory; also the limit of a request when the disk space of all requests is used up.</summary>
    public const int MaxInMemory = 256 << 10;

    private const int BlockLength = 64 << 10;

    // Estimated bytes of a result that was announced and has not been appended yet.
    private const int ExpectedLength = 256;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Pulse _more = new();
    private readonly Pulse _changed = new();

    // The answer in its order: memory, files, and what gathers for the next block.
    private readonly Queue<byte[]> _memory = new();
    private readonly Queue<SpoolFile> _files = new();
    private readonly ArrayBufferWriter<byte> _block = new();
    private SpoolFile? _newest;
    private long _inMemory;
    private long _onDisk;
    private long _expected;
    private volatile bool _completed;

    /// <summary>Whether there is room for more; announced results count as if they had been appended.</summary>
    public bool HasRoom =>
        Volatile.Read(ref _inMemory) + Volatile.Read(ref _onDisk) + (Volatile.Read(ref _expected) * ExpectedLength)
            < (space.IsFull ? MaxInMemory : space.MaxOfOne);

    /// <summary>Waits until <see cref="HasRoom"/>.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (!HasRoom)
        {
            var change = Task.WhenAny(_changed.Next, space.Freed);
            if (!HasRoom)
            {
                await change.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Announces that so many results will be appended.</summary>
    public void Expect(int results) => Interlocked.Add(ref _expected, results);

    /// <summary>So many of the announced results have been appended, or will not be.</summary>
    public void Settle(int results)
    {
        Interlocked.Add(ref _expected, -results);
        _changed.Fire();
    }

    /// <summary>Appends a copy of the bytes. Never waits for room.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_files.Count == 0 && _block.WrittenCount == 0 && _inMemory < MaxInMemory)
            {
                _memory.Enqueue(bytes.ToArray());
            }
            else
            {
                _block.Write(bytes.Span);
                if (_block.WrittenCount >= BlockLength)
                {
                    await PutAsideAsync(cancellationToken);
                }
            }

            CountMemory(bytes.Length);
        }
        finally
        {
            _gate.Release();
        }

        _more.Fire();
    }

    /// <summary>Nothing more will be appended.</summary>
    public void Complete()
    {
        _completed = true;
        _more.Fire();
    }

    /// <summary>Copies the answer to the client as it reads it, up to the end after <see cref="Complete"/>.</summary>
    public async Task CopyToAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Both are read before the buffer is, so that nothing that is appended afterwards is missed.
            var (more, completed) = (_more.Next, _completed);
            var next = await TakeAsync(cancellationToken);
            if (!next.IsEmpty)
            {
                await output.WriteAsync(next, cancellationToken);
            }
            else if (completed)
            {
                return;
            }
            else
            {
                await more.WaitAsync(cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }

        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask PutAsideAsync(CancellationToken cancellationToken)
    {
        if (_newest is not { IsFull: false })
        {
            _newest = space.Open();
            _files.Enqueue(_newest);
        }

        var before = _newest.Length;
        await _newest.WriteAsync(_block.WrittenMemory, cancellationToken);
        Interlocked.Add(ref _onDisk, _newest.Length - before);
        CountMemory(-_block.WrittenCount);
        _block.ResetWrittenCount();
    }

    private async ValueTask<ReadOnlyMemory<byte>> TakeAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_memory.TryDequeue(out var bytes))
            {
                CountMemory(-bytes.Length);
                return bytes;
            }

            if (_files.TryPeek(out var file))
            {
                var block = await file.ReadAsync(cancellationToken);
                if (file.IsRead)
                {
                    Drop(_files.Dequeue());
                }

                return block;
            }

            var rest = _block.WrittenSpan.ToArray();
            _block.ResetWrittenCount();
            CountMemory(-rest.Length);
            return rest;
        }
        finally
        {
            _gate.Release();
            _changed.Fire();
        }
    }

    private void Drop(SpoolFile file)
    {
        Interlocked.Add(ref _onDisk, -file.Length);
        file.Dispose();
        _newest = _newest == file ? null : _newest;
    }

    private void CountMemory(long bytes) => Interlocked.Add(ref _inMemory, bytes);
}
