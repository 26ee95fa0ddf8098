using nietras.SeparatedValues;

namespace Alerting.Cli.Import.Csv;

/// <summary>
/// Opens tables: any of the usual separators, quoted cells with line breaks. The header is a row like the others: real ones
/// have columns without a name, or two of one.
/// </summary>
internal static class CsvTable
{
    public static async ValueTask<SepReader> OpenAsync(TextReader text, CancellationToken cancellationToken) =>
        await Sep.Reader(static o => o with { HasHeader = false, Unescape = true, DisableColCountCheck = true })
            .FromAsync(text, cancellationToken);

    /// <summary>Opens a table of tab-separated values in which a quote is a character like any other.</summary>
    public static async ValueTask<SepReader> OpenPlainAsync(TextReader text, CancellationToken cancellationToken) =>
        await Sep.New('\t').Reader(static o => o with { HasHeader = false, DisableQuotesParsing = true, DisableColCountCheck = true })
            .FromAsync(text, cancellationToken);

    /// <summary>Positions by name, whatever the case; of columns of one name the first.</summary>
    public static Dictionary<string, int> Positions(IReadOnlyList<string> names)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
        {
            columns.TryAdd(names[i], i);
        }

        return columns;
    }

    /// <summary>The next row as names; none at the end.</summary>
    public static async ValueTask<IReadOnlyList<string>> NamesAsync(SepReader reader, CancellationToken cancellationToken) =>
        await reader.MoveNextAsync(cancellationToken) ? Names(reader.Current) : [];

    public static bool IsBlank(SepReader.Row row)
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
    public static bool IsHxl(SepReader.Row row)
    {
        for (var i = 0; i < row.ColCount; i++)
        {
            var cell = row[i].Span.Trim();
            if (cell is not ([] or ['#', (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..]))
            {
                return false;
            }
        }

        return true;
    }

    private static string[] Names(SepReader.Row row)
    {
        var names = new string[row.ColCount];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = row[i].ToString().Trim();
        }

        return names;
    }
}
