using System.Globalization;
using Alerting.Cli.Import.Text;
using Alerting.Reports;

namespace Alerting.Cli.Import.Records;

/// <summary>One row of a table, or one feature of a map: values by name, as text.</summary>
/// <param name="line">Number of its first line in the file, from 1.</param>
internal abstract class SourceRecord(long line)
{
    // What programs write for want of a value. A country's code is among them; who has no value writes it far more often.
    private static readonly HashSet<string> s_absent = new(StringComparer.Ordinal)
    {
        "NA", "N/A", "n/a", "#N/A", "NULL", "null", "NaN", "nan", "None", "-", "--", "—",
    };

    public long Line { get; } = line;

    /// <summary>The value as it stands there; null where there is none of this name.</summary>
    protected abstract string? Raw(string name);

    /// <summary>The value without white space around it; null when there is none.</summary>
    public string? Text(string name) => Raw(name)?.Trim() is { Length: > 0 } text && !s_absent.Contains(text) ? text : null;

    /// <summary>The first of several that is there.</summary>
    public string? Text(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (Text(name) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <exception cref="RowRejectedException">None of them is there.</exception>
    public string Required(params IReadOnlyList<string> names) =>
        Text(names) ?? throw RowRejectedException.Missing($"{string.Join(" and ", names)} is empty");

    /// <exception cref="RowRejectedException">
    /// The value is anything but an integer; <c>3.0</c> is one, as data frames write them.
    /// </exception>
    public int? Integer(params IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (Text(name) is { } text)
            {
                return Number(name, text) is var number && number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue
                    ? (int)number
                    : throw RowRejectedException.Invalid($"{name} '{text}' is not an integer");
            }
        }

        return null;
    }

    /// <exception cref="RowRejectedException">The value is no number.</exception>
    public double? Number(params IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (Text(name) is { } text)
            {
                return Number(name, text);
            }
        }

        return null;
    }

    /// <summary>Degrees, with a decimal comma too; a place of which only one of the two is known is not known.</summary>
    /// <returns>Null where there is none, or 0, 0, which programs write for it and where no land is.</returns>
    /// <exception cref="RowRejectedException">A value is no number.</exception>
    public Location? Point(IReadOnlyList<string> latitude, IReadOnlyList<string> longitude)
    {
        var (lat, lon) = (Degrees(latitude), Degrees(longitude));
        return lat is null || lon is null || (lat == 0 && lon == 0) ? null : new Location(lat.Value, lon.Value);
    }

    private double? Degrees(IReadOnlyList<string> names)
    {
        if (Text(names) is not { } text)
        {
            return null;
        }

        var hasComma = text.AsSpan().Count(',') == 1 && !text.Contains('.', StringComparison.Ordinal);
        return Number(names[0], hasComma ? text.Replace(',', '.') : text);
    }

    private static double Number(string name, string text) =>
        double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number)
            ? number
            : throw RowRejectedException.Invalid($"{name} '{ShortText.OneLine(text)}' is not a number");
}
