using System.IO.Pipelines;
using Alerting.Server.Http;
using Alerting.Server.Reports;

namespace Alerting.Server.Backtests;

/// <summary>
/// The lines of a backtest, in a temporary file that is deleted after it: a run begins when all lines are there, so that it never
/// waits for a sender.
/// </summary>
internal sealed class LineSpool : IAsyncDisposable
{
    private const int ReadBuffer = 256 << 10;

    private readonly FileStream _file;
    private readonly SpoolRoom _room;
    private readonly long _linesBefore;
    private long _length;

    /// <param name="linesBefore">How many lines of the request were read before.</param>
    public LineSpool(TemporaryFiles files, SpoolRoom room, long linesBefore)
    {
        (_room, _linesBefore) = (room, linesBefore);
        _file = new FileStream(files.Create("lines"), FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>Whether the lines were refused for their own length, and not because other requests have the room.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Reads the rest of a body; false when there is no room for it.</summary>
    public async Task<bool> TakeAsync(PipeReader body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken);
            var some = result.Buffer;
            if (!_room.TryTake(some.Length))
            {
                IsTooLarge = _length + some.Length > _room.Size;
                body.AdvanceTo(some.Start);
                return false;
            }

            foreach (var segment in some)
            {
                await RandomAccess.WriteAsync(_file.SafeFileHandle, segment, _length, cancellationToken);
                _length += segment.Length;
            }

            body.AdvanceTo(some.End);
            if (result.IsCompleted)
            {
                return true;
            }
        }
    }

    /// <summary>Reads the lines from the first; one reader at a time.</summary>
    public NdjsonReader Open()
    {
        _file.Position = 0;
        var options = new StreamPipeReaderOptions(bufferSize: ReadBuffer, minimumReadSize: ReadBuffer / 2, leaveOpen: true);
        return new NdjsonReader(PipeReader.Create(_file, options), linesBefore: _linesBefore);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _room.GiveBack(_length);
    }
}
