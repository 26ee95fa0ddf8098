using System.Globalization;
using Alerting.Alerts;
using Alerting.Regions;

namespace Alerting.Console.Wall;

/// <summary>The few figures that are read from across a room.</summary>
/// <param name="Level">The highest level of any region; null without a region.</param>
/// <param name="Incidents24h">Of all regions together, each counted once.</param>
/// <param name="Killed24h">Likewise.</param>
/// <param name="OpenAlerts">Of all regions together.</param>
internal sealed record WallFigures(ThreatLevel? Level, long Incidents24h, long Killed24h, int OpenAlerts)
{
    /// <summary>Adds up the uppermost regions, whose figures hold those below.</summary>
    public static WallFigures Of(IReadOnlyList<RegionView> regions)
    {
        var codes = regions.Select(static region => region.Code).ToHashSet(StringComparer.Ordinal);
        var tops = regions.Where(region => region.Parent is not { } parent || !codes.Contains(parent)).ToList();
        return new WallFigures(
            regions.Count == 0 ? null : regions.Max(static region => region.Level),
            tops.Sum(static region => region.Incidents24h),
            tops.Sum(static region => region.Killed24h),
            regions.Sum(static region => region.OpenAlerts.Count));
    }

    /// <summary>The open alerts, the newest revision first.</summary>
    public static IReadOnlyList<Alert> Newest(IReadOnlyList<Alert> alerts, int count) =>
    [
        .. alerts.Where(static alert => alert.Status == AlertStatus.Open).OrderByDescending(static alert => alert.Seq).Take(count),
    ];

    /// <summary>The regions of the highest levels and scores.</summary>
    public static IReadOnlyList<RegionView> Highest(IReadOnlyList<RegionView> regions, int count) =>
    [
        .. regions.OrderByDescending(static region => region.Level).ThenByDescending(static region => region.Score).Take(count),
    ];

    /// <summary>Open alerts that nobody has acknowledged.</summary>
    public static int Waiting(IReadOnlyList<Alert> alerts) =>
        alerts.Count(static alert => alert.Status == AlertStatus.Open && alert.Acknowledged is null);

    /// <summary>A time on the clocks of the viewer's zone, with the day where it is another than today.</summary>
    public static string Time(DateTimeOffset at, TimeProvider clock)
    {
        var local = TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone);
        return local.ToString(local.Date == clock.GetLocalNow().Date ? "HH:mm" : "d MMM HH:mm", Spoken.Culture);
    }
}
