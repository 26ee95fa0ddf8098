using System.Buffers.Binary;

namespace Alerting.Cli.Import.Upload;

/// <summary>
/// From which line of the file each report came that was sent, in their order: the server answers in that order, and
/// after millions of reports it still takes no memory to name the line of one it refused.
/// </summary>
internal sealed class SentLines : IAsyncDisposable
{
    private readonly FileStream _file = new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 64 << 10,
        });

    private readonly byte[] _number = new byte[sizeof(long)];

    public long Count { get; private set; }

    public void Add(long line)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_number, line);
        _file.Write(_number);
        Count++;
    }

    /// <summary>From here on <see cref="Next"/> gives the lines from the first.</summary>
    public void Rewind() => _file.Position = 0;

    public long Next()
    {
        _file.ReadExactly(_number);
        return BinaryPrimitives.ReadInt64LittleEndian(_number);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
