using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>Rows for people: the first column to the left, figures to the right.</summary>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print()
    {
        var widths = columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        Console.WriteLine();
        Console.WriteLine(title);
        PrintRow(columns, widths);
        Console.WriteLine(string.Join("  ", widths.Select(static width => new string('-', width))));
        foreach (var row in _rows)
        {
            PrintRow(row, widths);
        }
    }

    public static string Count(double value) => value.ToString(Math.Abs(value) < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    public static string Ratio(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} x");

    public static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} ms");

    private static void PrintRow(string[] cells, int[] widths) =>
        Console.WriteLine(
            string.Join("  ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
}
