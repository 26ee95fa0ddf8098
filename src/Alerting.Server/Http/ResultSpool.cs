using System.IO.Pipelines;
using Alerting.Storage.Health;

namespace Alerting.Server.Http;

/// <summary>
/// Holds an answer back from the network in constant memory: what the client does not take yet goes to a temporary
/// file. So a client that sends its whole request before it reads a byte of the answer never stands still.
/// </summary>
internal sealed class ResultSpool(string directory) : IAsyncDisposable
{
    private const int MostInMemory = 4 << 20;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _more = new(0);
    private readonly Queue<ReadOnlyMemory<byte>> _memory = new();
    private int _inMemory;
    private FileStream? _file;
    private long _read;
    private long _written;
    private bool _completed;

    /// <summary>Appends bytes, which the spool then owns.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_written == _read && _inMemory < MostInMemory)
            {
                _memory.Enqueue(bytes);
                _inMemory += bytes.Length;
            }
            else
            {
                _file ??= Open();
                await RandomAccess.WriteAsync(_file.SafeFileHandle, bytes, _written, cancellationToken);
                _written += bytes.Length;
            }
        }
        finally
        {
            _gate.Release();
        }

        _more.Release();
    }

    /// <summary>Nothing more will be appended.</summary>
    public void Complete()
    {
        _completed = true;
        _more.Release();
    }

    /// <summary>Copies to the client as it takes it, until <see cref="Complete"/> and the end.</summary>
    public async Task CopyToAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = await TakeAsync(cancellationToken);
            if (!next.IsEmpty)
            {
                await output.WriteAsync(next, cancellationToken);
                continue;
            }

            if (_completed)
            {
                if (await IsEmptyAsync(cancellationToken))
                {
                    return;
                }

                continue;
            }

            await _more.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }

        _gate.Dispose();
        _more.Dispose();
    }

    private FileStream Open()
    {
        OwnerOnly.CreateDirectory(directory);
        return new FileStream(
            Path.Combine(directory, $"answer-{Guid.NewGuid():N}.tmp"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
                BufferSize = 0,
            });
    }

    private async ValueTask<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _memory.Count == 0 && _read == _written;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> TakeAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_memory.TryDequeue(out var bytes))
            {
                _inMemory -= bytes.Length;
                return bytes;
            }

            if (_file is null || _read == _written)
            {
                return default;
            }

            var buffer = new byte[Math.Min(_written - _read, 256 << 10)];
            var count = await RandomAccess.ReadAsync(_file.SafeFileHandle, buffer, _read, cancellationToken);
            _read += count;
            if (_read == _written)
            {
                (_read, _written) = (0, 0);
            }

            return buffer.AsMemory(0, count);
        }
        finally
        {
            _gate.Release();
        }
    }
}
