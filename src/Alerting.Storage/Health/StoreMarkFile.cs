using System.Globalization;
using System.Text;

namespace Alerting.Storage.Health;

/// <summary>
/// A mark in a file of its own, which survives the loss of the store. It is written now and then, after what it
/// counts is durable: it may be behind the store but never ahead of it, so a process that was killed at any instant
/// can start again. Its one line always has the same length and is replaced in place by one write, so neither a
/// reader nor a crash sees half of it, and nothing has to be forced to the disk.
/// </summary>
internal sealed class StoreMarkFile(string path)
{
    private const string Head = "store ";
    private const string Middle = " at ";
    private const int IdLength = 32;
    private const int PositionLength = 19;
    private const int Length = 6 + IdLength + 4 + PositionLength + 1;

    public string Path => path;

    /// <summary>Reads the mark; null when there is no file.</summary>
    /// <exception cref="InvalidDataException">The file does not contain a mark.</exception>
    public StoreMark? Read()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var text = File.ReadAllText(path, Encoding.ASCII);
        return text.Length >= Length
            && text.StartsWith(Head, StringComparison.Ordinal)
            && Guid.TryParseExact(text.AsSpan(Head.Length, IdLength), "N", out var id)
            && long.TryParse(
                text.AsSpan(Length - 1 - PositionLength, PositionLength), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                ? new StoreMark(id, position)
                : throw new InvalidDataException($"'{path}' does not say which store belongs here.");
    }

    public void Write(StoreMark mark)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{Head}{mark.StoreId:N}{Middle}{mark.Position:D19}\n");
        using var file = OwnerOnly.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file.SafeFileHandle, Encoding.ASCII.GetBytes(line), 0);
    }
}
