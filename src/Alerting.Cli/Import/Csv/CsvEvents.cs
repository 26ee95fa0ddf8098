using System.Runtime.CompilerServices;
using System.Text;
using Alerting.Reports;
using nietras.SeparatedValues;

namespace Alerting.Cli.Import.Csv;

/// <summary>
/// A data set as comma-, semicolon- or tab-separated values. Columns are known by name and may stand anywhere, rows of
/// HXL tags and blank lines are passed over.
/// </summary>
internal sealed class CsvEvents(ICsvLayout layout, ImportOptions options) : IEventFormat
{
    public async IAsyncEnumerable<ImportedRow> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = await OpenAsync(stream, cancellationToken);
        var names = reader.Header.ColNames;
        var columns = Columns(names);
        await foreach (var row in reader)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsBlank(row) && !IsHxl(row))
            {
                yield return Map(row, columns, names.Count);
            }
        }
    }

    /// <summary>Opens a table: any of the usual separators, quoted cells with line breaks, with or without byte order mark.</summary>
    public static async ValueTask<SepReader> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        // Text that is not UTF-8 (nor UTF-16 with its mark) must not become names of towns that nobody knows.
        var text = new StreamReader(
            stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        return await Sep.Reader(static o => o with { Unescape = true, DisableColCountCheck = true }).FromAsync(text, cancellationToken);
    }

    /// <summary>Positions by name, whatever the case; of columns of one name the first.</summary>
    public static Dictionary<string, int> Positions(IReadOnlyList<string> names)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
        {
            columns.TryAdd(names[i].Trim(), i);
        }

        return columns;
    }

    private Dictionary<string, int> Columns(IReadOnlyList<string> names)
    {
        var columns = Positions(names);
        var missing = layout.RequiredColumns.Where(c => !columns.ContainsKey(c)).ToList();
        return missing.Count == 0
            ? columns
            : throw new ImportFileException($"This is no table of {layout.Name}: it has no column {string.Join(", ", missing)}.");
    }

    private ImportedRow Map(SepReader.Row row, Dictionary<string, int> columns, int width)
    {
        var cells = new CsvRow(row, columns);
        var id = cells.Text(layout.IdColumn);
        try
        {
            // More or fewer cells than columns: whatever shifted, no cell can be trusted.
            return row.ColCount == width
                ? new ImportedRow(cells.Line, id, layout.Map(cells).ToReport(options), null)
                : throw RowRejectedException.Invalid($"has {row.ColCount} cells, not {width}; a quote may be open or a separator unquoted");
        }
        catch (RowRejectedException rejected)
        {
            return new ImportedRow(cells.Line, id, null, rejected.Fault);
        }
    }

    private static bool IsBlank(SepReader.Row row)
    {
        for (var i = 0; i < row.ColCount; i++)
        {
            if (!row[i].Span.IsWhiteSpace())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>https://hxlstandard.org: a row whose cells are empty or tags such as <c>#date+start</c>.</summary>
    private static bool IsHxl(SepReader.Row row)
    {
        for (var i = 0; i < row.ColCount; i++)
        {
            var cell = row[i].Span.Trim();
            if (cell is not ([] or ['#', >= 'a' and <= 'z', ..]))
            {
                return false;
            }
        }

        return true;
    }
}
