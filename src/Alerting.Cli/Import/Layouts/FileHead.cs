using Alerting.Cli.Import.Csv;
using Alerting.Cli.Import.Text;

namespace Alerting.Cli.Import.Layouts;

/// <summary>How a file begins.</summary>
/// <param name="IsJson">It is a JSON object.</param>
/// <param name="FirstLine">The beginning of its first line.</param>
/// <param name="Columns">The cells of its first line, read as a header; none where it is no table.</param>
internal sealed record FileHead(bool IsJson, string FirstLine, IReadOnlyList<string> Columns)
{
    private const int MaxLine = 64 << 10;

    public static async Task<FileHead> ReadAsync(TextFile file, CancellationToken cancellationToken)
    {
        var line = await FirstLineAsync(file, cancellationToken);
        using var text = file.OpenText();
        using var table = await CsvTable.OpenAsync(text, cancellationToken);
        return new FileHead(line is ['{', ..], line, await CsvTable.NamesAsync(table, cancellationToken));
    }

    /// <summary>The first line is no header but so many cells with tabs between, of which the first is a number.</summary>
    public bool HasCells(int count) => FirstLine.Split('\t') is [[>= '0' and <= '9', ..], ..] cells && cells.Length == count;

    private static async Task<string> FirstLineAsync(TextFile file, CancellationToken cancellationToken)
    {
        using var text = file.OpenText();
        var start = new char[MaxLine];
        var length = await text.ReadBlockAsync(start, cancellationToken);
        var line = start.AsMemory(0, length).TrimStart();
        var end = line.Span.IndexOfAny('\r', '\n');
        return (end < 0 ? line : line[..end]).ToString();
    }
}
