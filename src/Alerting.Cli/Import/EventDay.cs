using System.Globalization;

namespace Alerting.Cli.Import;

/// <summary>Days as the data sets write them. None of them knows the time of day.</summary>
internal static class EventDay
{
    // UCDP: ISO, in its own exports with a midnight that means nothing. ACLED: words in its own exports, ISO from its API.
    private static readonly string[] s_styles =
        ["yyyy-MM-dd", "yyyy-MM-dd 00:00:00.000", "yyyy-MM-dd 00:00:00", "d MMMM yyyy"];

    public static bool TryParse(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, s_styles, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>12:00 UTC: of all instants the one that is least wrong, and in nearly all of the world on that day.</summary>
    public static DateTimeOffset Noon(DateOnly day) => new(day, new TimeOnly(12, 0), TimeSpan.Zero);

    public static string Words(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
