namespace Alerting.Console.Silences;

/// <summary>
/// The recurrence rules (RFC 5545) that the form makes of weekdays, and knows again; whoever needs another writes it out.
/// </summary>
internal static class WeeklyRule
{
    private const string Days = "BYDAY=";

    /// <summary>As the rules name them, from Monday on, as weeks are shown.</summary>
    private static readonly (DayOfWeek Day, string Name)[] s_days =
    [
        (DayOfWeek.Monday, "MO"), (DayOfWeek.Tuesday, "TU"), (DayOfWeek.Wednesday, "WE"), (DayOfWeek.Thursday, "TH"),
        (DayOfWeek.Friday, "FR"), (DayOfWeek.Saturday, "SA"), (DayOfWeek.Sunday, "SU"),
    ];

    /// <summary>From Monday on.</summary>
    public static IReadOnlyList<DayOfWeek> Week { get; } = [.. s_days.Select(static day => day.Day)];

    /// <summary>The rule of some days of every week.</summary>
    public static string Of(IReadOnlySet<DayOfWeek> days) =>
        $"FREQ=WEEKLY;{Days}{string.Join(',', s_days.Where(day => days.Contains(day.Day)).Select(static day => day.Name))}";

    /// <summary>The days of a rule that says nothing but on which days of every week; null of any other.</summary>
    public static IReadOnlySet<DayOfWeek>? DaysOf(string rule)
    {
        var parts = rule.Split(';');
        if (parts is ["FREQ=DAILY"])
        {
            return Week.ToHashSet();
        }

        var named = parts.FirstOrDefault(static part => part.StartsWith(Days, StringComparison.Ordinal));
        if (parts.Length != 2 || named is null || !parts.Contains("FREQ=WEEKLY"))
        {
            return null;
        }

        var days = new HashSet<DayOfWeek>();
        foreach (var name in named[Days.Length..].Split(','))
        {
            if (Array.Find(s_days, day => day.Name == name) is not { Name: not null } known)
            {
                return null;
            }

            days.Add(known.Day);
        }

        return days;
    }
}
