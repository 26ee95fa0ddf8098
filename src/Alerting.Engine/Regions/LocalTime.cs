using System.Globalization;

namespace Alerting.Engine.Regions;

/// <summary>
/// By how much the clocks of a region are ahead of UTC. The table is that of the product and not of the machine, so that every
/// process writes the same sentence.
/// </summary>
internal sealed class LocalTime
{
    private static readonly Lazy<Dictionary<string, LocalTime>> s_countries = new(Read);

    private readonly long[] _since;
    private readonly int[] _minutes;

    private LocalTime(long[] since, int[] minutes) => (_since, _minutes) = (since, minutes);

    /// <summary>That of a region; null where it is not known, as in countries with several zones.</summary>
    public static LocalTime? Of(string region, RegionCatalog catalog) =>
        s_countries.Value.GetValueOrDefault(catalog.AncestorsOf(region).LastOrDefault(region));

    /// <summary>What is added to an instant (UTC ticks) for the time there; null for instants before the year 2000.</summary>
    public TimeSpan? AheadAt(long ticks)
    {
        var index = Array.BinarySearch(_since, ticks);
        index = index < 0 ? ~index - 1 : index;
        return index < 0 ? null : TimeSpan.FromMinutes(_minutes[index]);
    }

    private static Dictionary<string, LocalTime> Read()
    {
        var countries = new Dictionary<string, LocalTime>(StringComparer.Ordinal);
        foreach (var line in RegionData.Lines("zones.csv"))
        {
            var (codes, offsets) = RegionData.Split(line);
            var changes = offsets.Split(' ').Select(static change => change.Split('Z')).ToList();
            var time = new LocalTime(
                [.. changes.Select(static c => Ticks(c[0]))],
                [.. changes.Select(static c => int.Parse(c[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))]);
            foreach (var code in codes.Split(' '))
            {
                countries.Add(code, time);
            }
        }

        return countries;
    }

    private static long Ticks(string instant) => DateTime.ParseExact(
        instant, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).Ticks;
}
