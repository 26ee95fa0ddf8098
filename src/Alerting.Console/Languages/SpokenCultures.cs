using System.Globalization;

namespace Alerting.Console.Languages;

/// <summary>
/// How numbers and times are written, by tables: the data of all cultures would be heavier than the pages. Digits are those of the
/// instruments that desks read, 0 to 9, in Arabic too.
/// </summary>
internal static class SpokenCultures
{
    public static CultureInfo French()
    {
        var culture = Write(
            [
                "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
            ],
            [
                "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
            ],
            ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
            ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."]);
        culture.NumberFormat.NumberDecimalSeparator = culture.NumberFormat.PercentDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = culture.NumberFormat.PercentGroupSeparator = "\u202F";
        return culture;
    }

    public static CultureInfo Arabic()
    {
        string[] months =
        [
            "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
        ];
        string[] days = ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"];
        return Write(months, months, days, days);
    }

    private static CultureInfo Write(string[] months, string[] shortMonths, string[] days, string[] shortDays)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var times = culture.DateTimeFormat;

        // The thirteenth month is that of calendars that have one.
        times.MonthNames = times.MonthGenitiveNames = [.. months, ""];
        times.AbbreviatedMonthNames = times.AbbreviatedMonthGenitiveNames = [.. shortMonths, ""];
        (times.DayNames, times.AbbreviatedDayNames) = (days, shortDays);
        return culture;
    }
}
