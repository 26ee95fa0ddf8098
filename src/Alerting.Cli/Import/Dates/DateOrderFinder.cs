using System.Globalization;

namespace Alerting.Cli.Import.Dates;

/// <summary>
/// Finds from all dates of a file whether the day or the month goes first: a number above 12 is a day. The whole file counts,
/// since the first weeks of a month prove nothing.
/// </summary>
internal sealed class DateOrderFinder
{
    private const int Months = 12;

    private Seen? _open;
    private Seen? _dayFirst;
    private Seen? _monthFirst;

    /// <summary>What is taken where the file does not tell: the order of most of the world.</summary>
    public DateOrder Order => _monthFirst is not null ? DateOrder.Mdy : DateOrder.Dmy;

    /// <summary>What was found, as a sentence; null where no date leaves it open.</summary>
    public string? Note => (_dayFirst, _monthFirst, _open) switch
    {
        ({ } seen, _, _) => $"Dates are read as day/month/year, as '{seen.Text}' in line {Number(seen)} can only be.",
        (_, { } seen, _) => $"Dates are read as month/day/year, as '{seen.Text}' in line {Number(seen)} can only be.",
        (_, _, { } seen) =>
            $"Dates such as '{seen.Text}' in line {Number(seen)} are read as day/month/year; nothing in the file tells whether that is so, "
                + "--date-order mdy reads them the other way.",
        _ => null,
    };

    /// <param name="line">Number of the line, from 1.</param>
    /// <exception cref="ImportFileException">Dates of both orders are in the file.</exception>
    public void Look(string text, long line)
    {
        if (DateReader.OpenNumbers(text) is not { } numbers || numbers.First < 1 || numbers.Second < 1)
        {
            return;
        }

        var seen = new Seen(text, line);
        _open ??= seen;
        if (numbers is { First: > Months, Second: <= Months })
        {
            _dayFirst ??= seen;
        }
        else if (numbers is { First: <= Months, Second: > Months })
        {
            _monthFirst ??= seen;
        }

        if (_dayFirst is { } day && _monthFirst is { } month)
        {
            throw new ImportFileException(
                $"The day goes first in '{day.Text}' in line {Number(day)}, the month in '{month.Text}' in line {Number(month)}; state "
                    + "--date-order dmy or mdy, then dates that cannot be read so are rejected.");
        }
    }

    private static string Number(Seen seen) => seen.Line.ToString(CultureInfo.InvariantCulture);

    private sealed record Seen(string Text, long Line);
}
