using System.Globalization;
using nietras.SeparatedValues;

namespace Alerting.Cli.Import.Csv;

/// <summary>One row of a table, its cells by the name of their column. Valid while the reader stands on it.</summary>
internal readonly ref struct CsvRow(SepReader.Row row, IReadOnlyDictionary<string, int> columns)
{
    private readonly SepReader.Row _row = row;

    /// <summary>Number of its first line, from 1.</summary>
    public long Line => _row.LineNumberFrom;

    /// <summary>The cell without white space around it; null when it is empty or there is no such column.</summary>
    public string? Text(string column)
    {
        if (!columns.TryGetValue(column, out var index) || index >= _row.ColCount)
        {
            return null;
        }

        var text = _row[index].Span.Trim();
        return text.IsEmpty ? null : text.ToString();
    }

    /// <summary>The first of the cells that holds something.</summary>
    public string? Text(string column, string otherwise) => Text(column) ?? Text(otherwise);

    /// <exception cref="RowRejectedException">The cell is empty.</exception>
    public string Required(string column) => Text(column) ?? throw RowRejectedException.Missing($"{column} is empty");

    /// <exception cref="RowRejectedException">
    /// The cell holds anything but an integer; <c>3.0</c> is one, as data frames write them.
    /// </exception>
    public int? Integer(string column) => Text(column) is not { } text
        ? null
        : Number(column, text) is var number && number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number
            : throw RowRejectedException.Invalid($"{column} '{text}' is not an integer");

    /// <exception cref="RowRejectedException">The cell is empty or no number.</exception>
    public double Number(string column) => Number(column, Required(column));

    /// <exception cref="RowRejectedException">The cell is empty or no day.</exception>
    public DateOnly Day(string column) => EventDay.TryParse(Required(column), out var day)
        ? day
        : throw RowRejectedException.Invalid($"{column} '{Text(column)}' is not a date");

    private static double Number(string column, string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RowRejectedException.Invalid($"{column} '{text}' is not a number");
}
