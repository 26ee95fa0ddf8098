using System.Text;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Engine.Reports;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Reports;

/// <summary>Reading reports that state where, and not in which region; and those whose location contradicts their region.</summary>
public sealed class LocatedReportTests
{
    private static readonly ReportParser s_parser =
        new(RegionCatalog.Iso, KindCatalog.Shipped, RegionBoundaries.Load(RegionCatalog.Iso));

    [Theory]
    [InlineData("""{"lat":33.42,"lon":43.31}""", null, "IQ-AN", true, false)]
    [InlineData("""{"lat":33.42,"lon":43.31}""", "IQ-AN", "IQ-AN", false, false)]
    [InlineData("""{"lat":33.35,"lon":43.78}""", "IQ-BG", "IQ-BG", false, false)]
    [InlineData("""{"lat":33.42,"lon":43.31}""", "IQ-BA", "IQ-BA", false, true)]
    [InlineData("""{"lat":33.42,"lon":43.31}""", "IQ", "IQ", false, false)]
    [InlineData("""{"lat":33.42,"lon":43.31}""", "KE-31", "KE-31", false, true)]
    [InlineData("""{"lat":-0.36,"lon":36.03}""", "KE-31", "KE-31", false, false)]
    [InlineData("null", null, "", true, false)]
    public void The_region_is_that_of_the_location_or_to_be_looked_up(
        string location, string? stated, string region, bool located, bool doubt)
    {
        var parsed = Parse(location, stated);
        Assert.Null(parsed.Fault);
        Assert.Equal((region, located, doubt), (parsed.Report!.Region, parsed.IsLocated, parsed.Report.LocationDoubt));
    }

    [Fact]
    public void A_report_without_an_id_is_new_and_need_not_be_looked_up_but_must_say_where()
    {
        Assert.False(Parse("""{"lat":33.42,"lon":43.31}""", null, id: null).IsLocated);
        Assert.Equal((FaultTypes.MissingField, "$.region"), FaultOf(Parse("null", null, id: null)));
    }

    [Fact]
    public void At_sea_there_is_none() =>
        Assert.Equal((FaultTypes.UnknownRegion, "$.location"), FaultOf(Parse("""{"lat":0,"lon":0}""", null)));

    private static (string, string?) FaultOf(ParsedReport parsed) => (parsed.Fault!.Type, parsed.Fault.Path);

    private static ParsedReport Parse(string location, string? region, string? id = "r")
    {
        var json = $$"""
            {"reportId":{{Quoted(id)}},"source":"wire","region":{{Quoted(region)}},"location":{{location}},
             "kind":"armed-assault","occurredAt":"2014-01-01T12:00:00Z"}
            """;
        return s_parser.Parse(Encoding.UTF8.GetBytes(json), ReportRules.Backtest(static () => "made"));
    }

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
