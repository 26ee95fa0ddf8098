using System.Globalization;
using Alerting.Engine.Alerts;
using Alerting.Engine.Regions;
using Xunit;

namespace Alerting.Engine.Tests.Alerts;

public sealed class InstantWordsTests
{
    [Theory]
    [InlineData("IQ-AN", "2014-01-01T06:05", "06:05 UTC (09:05+03:00)")]
    [InlineData("IQ", "2014-01-01T22:30", "22:30 UTC (2 Jan 01:30+03:00)")]
    [InlineData("AF-KAB", "2014-01-01T06:00", "06:00 UTC (10:30+04:30)")]
    [InlineData("VE-A", "2014-01-01T03:00", "03:00 UTC (31 Dec 22:30-04:30)")]

    // Summer time begins and ends.
    [InlineData("FR", "2014-03-30T00:59", "00:59 UTC (01:59+01:00)")]
    [InlineData("FR", "2014-03-30T01:00", "01:00 UTC (03:00+02:00)")]
    [InlineData("FR", "2014-10-26T00:59", "00:59 UTC (02:59+02:00)")]
    [InlineData("FR", "2014-10-26T01:00", "01:00 UTC (02:00+01:00)")]

    // Those of UTC itself, those with several zones, and what was before the table.
    [InlineData("GB-LND", "2014-01-01T06:00", "06:00 UTC")]
    [InlineData("GB-LND", "2014-07-01T06:00", "06:00 UTC (07:00+01:00)")]
    [InlineData("US-NY", "2014-01-01T06:00", "06:00 UTC")]
    [InlineData("IQ-AN", "1991-01-17T06:00", "06:00 UTC")]
    public void Times_are_told_as_clocks_of_the_region_show_them(string region, string at, string expected)
    {
        var ticks = DateTime.Parse(at, CultureInfo.InvariantCulture).Ticks;
        Assert.Equal(expected, new InstantWords(ticks, LocalTime.Of(region, RegionCatalog.Iso)).Write(ticks, dated: false));
    }

    [Fact]
    public void Dates_and_years_are_told_where_they_are_asked_for()
    {
        var now = new DateTime(2014, 1, 2, 6, 0, 0, DateTimeKind.Utc).Ticks;
        var words = new InstantWords(now, LocalTime.Of("IQ-AN", RegionCatalog.Iso));
        Assert.Equal("1 Jan 23:00 UTC (2 Jan 02:00+03:00)", words.Write(now - (7 * TimeSpan.TicksPerHour), dated: true));
        Assert.Equal("31 Dec 2013 06:00 UTC (09:00+03:00)", words.Write(now - (2 * TimeSpan.TicksPerDay), dated: true));
        Assert.Null(LocalTime.Of("US-NY", RegionCatalog.Iso));
        Assert.Equal("06:00 UTC", new InstantWords(now, null).Write(now, dated: false));
    }

    /// <summary>The table agrees with that of the machine, where it has one, on every hour of some years.</summary>
    [Theory]
    [InlineData("SY-DI", "Asia/Damascus")]
    [InlineData("IR-23", "Asia/Tehran")]
    [InlineData("EG-C", "Africa/Cairo")]
    [InlineData("NG-BO", "Africa/Lagos")]
    public void The_table_is_that_of_the_tz_database(string region, string zone)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known), $"needs the zone {zone}");
        var local = LocalTime.Of(region, RegionCatalog.Iso)!;
        var end = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var at = new DateTime(2005, 1, 1, 0, 0, 0, DateTimeKind.Utc); at < end; at = at.AddHours(1))
        {
            Assert.Equal(known!.GetUtcOffset(at), local.AheadAt(at.Ticks));
        }
    }
}
