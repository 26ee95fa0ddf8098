using System.Text;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Server.Thresholds;

/// <summary>Which thresholds on quiet sources can be put, and what names the fault of one that cannot.</summary>
public sealed class QuietRulesTests
{
    private static readonly ThresholdValidator s_validator = new(RegionCatalog.Iso, KindCatalog.Shipped);

    [Fact]
    public void Looks_back_four_weeks_where_nothing_else_is_said()
    {
        var threshold = Validated("\"minReports\":5");
        Assert.Equal((5, "P28D", Counting.Stated), (threshold.MinReports, threshold.Baseline.ToString(), threshold.Count));
        Assert.Equal("PT12H", Validated("\"minReports\":1,\"baseline\":\"PT12H\",\"match\":{}").Baseline.ToString());
    }

    [Theory]
    [InlineData(FaultTypes.MissingField, "$.minReports", "\"enabled\":true")]
    [InlineData(FaultTypes.InvalidField, "$.minReports", "\"minReports\":0")]
    [InlineData(FaultTypes.InvalidField, "$.minReports", "\"minReports\":101")]
    [InlineData(FaultTypes.InvalidField, "$.minReports", "\"minReports\":1.5")]
    [InlineData(FaultTypes.InvalidField, "$.baseline", "\"minReports\":3,\"baseline\":\"PT0S\"")]
    [InlineData(FaultTypes.InvalidField, "$.baseline", "\"minReports\":3,\"baseline\":\"P367D\"")]
    [InlineData(FaultTypes.InvalidField, "$.match", "\"minReports\":3,\"match\":{\"kinds\":[\"ied\"]}")]
    [InlineData(FaultTypes.InvalidField, "$.steps", "\"minReports\":3,\"steps\":[{},{}]")]
    [InlineData(FaultTypes.InvalidField, "$.atLeast", "\"minReports\":3", "1.5")]
    [InlineData(FaultTypes.InvalidField, "$.minReports", "\"minReports\":3", "1", "incidents")]
    [InlineData(FaultTypes.InvalidField, "$.scope.depth", "\"minReports\":3", "1", "quiet", "root")]
    public void Names_what_is_wrong(
        string type, string path, string members, string atLeast = "1", string measure = "quiet", string depth = "leaf")
    {
        var fault = Assert.Throws<RefusedException>(() => Validated(members, atLeast, measure, depth)).Fault;
        Assert.Equal((type, path), (fault.Type, fault.Path));
    }

    private static Threshold Validated(string members, string atLeast = "1", string measure = "quiet", string depth = "leaf")
    {
        var json = $$"""
            {"scope":{"regions":["IQ"],"depth":"{{depth}}"},"measure":"{{measure}}","window":"PT6H","atLeast":{{atLeast}},
             "severity":"warning",{{members}}}
            """;
        return s_validator.Validate(Body.Parse<ThresholdBody>(Encoding.UTF8.GetBytes(json)), "t-1");
    }
}
