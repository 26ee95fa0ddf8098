using System.Globalization;
using Alerting.Engine.Archive;
using Alerting.Server.Http;
using Microsoft.Win32.SafeHandles;

namespace Alerting.Server.Backtests;

/// <summary>
/// Old incidents of one backtest, in a temporary file that is deleted after it. Reads and writes block the judging thread, which
/// is not a grain's.
/// </summary>
internal sealed class ArchiveFile(TemporaryFiles files) : IArchiveStore, IDisposable
{
    private SafeFileHandle? _file;
    private long _end;

    public string Write(ReadOnlyMemory<byte> content)
    {
        _file ??= files.Create("backtest");
        RandomAccess.Write(_file, content.Span, _end);
        var name = string.Create(CultureInfo.InvariantCulture, $"{_end}+{content.Length}");
        _end += content.Length;
        return name;
    }

    public ReadOnlyMemory<byte> Read(string name)
    {
        var plus = name.IndexOf('+', StringComparison.Ordinal);
        var content = new byte[int.Parse(name.AsSpan(plus + 1), CultureInfo.InvariantCulture)];
        var at = long.Parse(name.AsSpan(0, plus), CultureInfo.InvariantCulture);
        for (var read = 0; read < content.Length;)
        {
            var more = RandomAccess.Read(_file!, content.AsSpan(read), at + read);
            read += more > 0 ? more : throw new EndOfStreamException($"Block {name} of a backtest's file ends early.");
        }

        return content;
    }

    public void Dispose() => _file?.Dispose();
}
