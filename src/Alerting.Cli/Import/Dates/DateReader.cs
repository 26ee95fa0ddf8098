using System.Globalization;
using System.Text.RegularExpressions;

namespace Alerting.Cli.Import.Dates;

/// <summary>
/// Reads days and times in the ways in which data sets and programs for tables write them. A time without offset is UTC;
/// midnight to the second without offset is no time of day but what a program wrote for want of one.
/// </summary>
/// <param name="order">Order of day and month where both are numbers; null: such a date is not read.</param>
/// <param name="latestYear">A year of two digits is not beyond it.</param>
internal sealed partial class DateReader(DateOrder? order, int latestYear)
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const string OptionalTime = @"(?:[T ,]+(?<time>\d.*))?$";

    private static readonly string[] s_times = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF", "h:mm tt", "h:mm:ss tt"];

    // What people write instead of the first three letters or the whole name.
    private static readonly Dictionary<string, int> s_months = Months();

    public bool TryRead(string text, out EventTime time)
    {
        time = default;
        text = text.Trim();
        if (Packed().Match(text) is { Success: true } packed)
        {
            return TryDay(packed, "month", "day", out var day) && TryTime(day, PackedTime(packed), out time);
        }

        if (YearFirst().Match(text) is { Success: true } iso)
        {
            return TryDay(iso, "month", "day", out var day) && TryTime(day, TimeOf(iso), out time);
        }

        if (Numbers(text) is { } numbers)
        {
            var (month, dayOfMonth) = order == DateOrder.Mdy ? ("first", "second") : ("second", "first");
            return order is not null && TryDay(numbers, month, dayOfMonth, out var day) && TryTime(day, TimeOf(numbers), out time);
        }

        var words = DayFirst().Match(text) is { Success: true } dayFirst ? dayFirst : MonthFirst().Match(text);
        return words.Success && TryDay(words, "month", "day", out var named) && TryTime(named, TimeOf(words), out time);
    }

    /// <summary>The two numbers of which one is the day and the other the month; null where the text does not leave that open.</summary>
    public static (int First, int Second)? OpenNumbers(string text) =>
        Numbers(text.Trim()) is { } numbers ? (Number(numbers.Groups["first"]), Number(numbers.Groups["second"])) : null;

    private static Match? Numbers(string text) => AllNumbers().Match(text) is { Success: true } numbers ? numbers : null;

    private bool TryDay(Match match, string monthGroup, string dayGroup, out DateOnly day)
    {
        day = default;
        var year = Number(match.Groups["year"]);
        if (match.Groups["year"].Length == 2)
        {
            year += year + 2000 > latestYear ? 1900 : 2000;
        }

        var name = match.Groups[monthGroup].Value;
        var month = char.IsAsciiDigit(name[0]) ? Number(match.Groups[monthGroup]) : s_months.GetValueOrDefault(name);
        var dayOfMonth = Number(match.Groups[dayGroup]);
        if (year < 1 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, dayOfMonth);
        return true;
    }

    private static bool TryTime(DateOnly day, string? text, out EventTime time)
    {
        time = EventTime.OfDay(day);
        if (text is null)
        {
            return true;
        }

        var zoned = Zone().Match(text);
        var clock = zoned.Success ? text[..zoned.Index].TrimEnd() : text;
        if (!TimeOnly.TryParseExact(clock, s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var timeOfDay))
        {
            return false;
        }

        if (!zoned.Success && timeOfDay == TimeOnly.MinValue)
        {
            return true;
        }

        if (!TryOffset(zoned, out var offset))
        {
            return false;
        }

        var utc = day.ToDateTime(timeOfDay).Ticks - offset.Ticks;
        if (utc < 0 || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new EventTime(new DateTimeOffset(day.ToDateTime(timeOfDay), offset), IsDay: false);
        return true;
    }

    private static bool TryOffset(Match zone, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (!zone.Success || !zone.Groups["hours"].Success)
        {
            return true;
        }

        var minutes = (Number(zone.Groups["hours"]) * 60) + (zone.Groups["minutes"].Success ? Number(zone.Groups["minutes"]) : 0);
        offset = TimeSpan.FromMinutes(zone.Groups["sign"].Value == "-" ? -minutes : minutes);
        return minutes <= 14 * 60;
    }

    private static string? TimeOf(Match match) => match.Groups["time"] is { Success: true } time ? time.Value : null;

    private static string? PackedTime(Match match) =>
        TimeOf(match) is { } digits ? $"{digits[..2]}:{digits[2..4]}:{digits[4..]}Z" : null;

    private static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static Dictionary<string, int> Months()
    {
        var months = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Sept"] = 9 };
        for (var month = 1; month <= 12; month++)
        {
            var name = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);
            months[name] = month;
            months[name[..3]] = month;
        }

        return months;
    }

    [GeneratedRegex(@"^(?<year>(?:19|20)\d\d)(?<month>\d\d)(?<day>\d\d)(?<time>\d{6})?$", Options)]
    private static partial Regex Packed();

    [GeneratedRegex(
        @"^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})" + OptionalTime, Options)]
    private static partial Regex YearFirst();

    [GeneratedRegex(
        @"^(?<first>\d{1,2})(?<separator>[-/.])(?<second>\d{1,2})\k<separator>(?<year>\d{4}|\d{2})" + OptionalTime,
        Options)]
    private static partial Regex AllNumbers();

    [GeneratedRegex(
        @"^(?<day>\d{1,2})[-/ .]+(?<month>[A-Za-z]{3,9})[-/ .,]+(?<year>\d{4}|\d{2})" + OptionalTime,
        Options)]
    private static partial Regex DayFirst();

    [GeneratedRegex(
        @"^(?<month>[A-Za-z]{3,9})[-/ .]+(?<day>\d{1,2})[-/ .,]+(?<year>\d{4})" + OptionalTime,
        Options)]
    private static partial Regex MonthFirst();

    [GeneratedRegex(@" ?(?:Z|UTC|GMT|(?<sign>[+-])(?<hours>\d\d):?(?<minutes>\d\d)?)$", Options)]
    private static partial Regex Zone();
}
