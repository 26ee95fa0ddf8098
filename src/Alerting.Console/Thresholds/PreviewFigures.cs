using System.Globalization;
using Alerting.Console.Shown.Charts;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>Alerts raised in a region.</summary>
/// <param name="Region">Code.</param>
/// <param name="InForce">Under the version in force.</param>
/// <param name="Draft">Under the draft.</param>
internal readonly record struct RegionFigures(string Region, int InForce, int Draft);

/// <summary>What a preview comes to.</summary>
internal sealed class PreviewFigures
{
    private const double DaysOfWeek = 7;

    /// <param name="answer">The preview.</param>
    public PreviewFigures(PreviewAnswer answer)
    {
        IsCompared = answer.InForceVersion is not null;
        Days = (answer.To - answer.From).TotalDays;
        InForce = answer.Gone.Count + answer.Changed.Count + answer.Unchanged;
        Draft = answer.New.Count + answer.Changed.Count + answer.Unchanged;
        Weeks = WeeksOf(answer);
        Regions =
        [
            .. answer.Totals.GroupBy(static total => total.Region, StringComparer.Ordinal)
                .Select(static region => new RegionFigures(region.Key, region.Sum(static t => t.InForce), region.Sum(static t => t.Draft)))
                .OrderByDescending(static region => Math.Abs(region.Draft - region.InForce)).ThenByDescending(static region => region.Draft)
                .ThenBy(static region => region.Region, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether something is in force that the draft is compared with.</summary>
    public bool IsCompared { get; }

    /// <summary>Length of the period.</summary>
    public double Days { get; }

    /// <summary>Alerts open at any time of the period under the version in force.</summary>
    public int InForce { get; }

    /// <summary>Alerts open at any time of the period under the draft.</summary>
    public int Draft { get; }

    /// <summary>Alerts raised in each ISO week of the period, of all regions, those without any included.</summary>
    public IReadOnlyList<BarPair> Weeks { get; }

    /// <summary>Alerts raised by region; where the draft makes the greatest difference comes first.</summary>
    public IReadOnlyList<RegionFigures> Regions { get; }

    /// <summary>Alerts a week, on average over the period.</summary>
    public double PerWeek(int alerts) => alerts * DaysOfWeek / Days;

    private static List<BarPair> WeeksOf(PreviewAnswer answer)
    {
        var counts = answer.Totals.GroupBy(static total => total.Week, StringComparer.Ordinal).ToDictionary(
            static week => week.Key, static week => (InForce: week.Sum(static t => t.InForce), Draft: week.Sum(static t => t.Draft)),
            StringComparer.Ordinal);
        var weeks = new List<BarPair>();
        var last = WeekOf(answer.To.UtcDateTime);
        for (var day = answer.From.UtcDateTime; ; day = day.AddDays(DaysOfWeek))
        {
            var week = WeekOf(day);
            var count = counts.GetValueOrDefault(week);
            weeks.Add(new BarPair(week, Spoken.Of("week of {0}¦small", MondayOf(day)), count.InForce, count.Draft));
            if (string.CompareOrdinal(week, last) >= 0)
            {
                return weeks;
            }
        }
    }

    private static string WeekOf(DateTime day) => string.Create(
        CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}");

    private static string MondayOf(DateTime day) => ISOWeek
        .ToDateTime(ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day), DayOfWeek.Monday)
        .ToString("d MMM yyyy", Spoken.Culture);
}
