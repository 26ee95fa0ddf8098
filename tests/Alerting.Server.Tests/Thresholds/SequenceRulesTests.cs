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

/// <summary>Which sequences can be put, and what names the fault of one that cannot.</summary>
public sealed class SequenceRulesTests
{
    private const string Steps = """[{"kinds":["abduction"]},{"kinds":["armed-assault","armed-assault"],"actors":["JRTN","jrtn"]}]""";

    private static readonly ThresholdValidator s_validator = new(RegionCatalog.Iso, KindCatalog.Shipped);

    [Fact]
    public void A_sequence_has_its_steps_as_filters_and_asks_for_nothing_in_common_by_itself()
    {
        var threshold = Validated($"\"measure\":\"sequence\",\"steps\":{Steps}");

        Assert.Equal((false, false, Counting.Stated), (threshold.SameActor, threshold.SameTown, threshold.Count));
        Assert.Equal(["abduction", "armed-assault"], threshold.Steps!.Select(static step => Assert.Single(step.Kinds)));
        Assert.Equal("JRTN", Assert.Single(threshold.Steps![1].Actors));

        threshold = Validated($"\"measure\":\"sequence\",\"steps\":{Steps},\"sameActor\":true,\"sameTown\":true");
        Assert.Equal((true, true), (threshold.SameActor, threshold.SameTown));
    }

    [Theory]
    [InlineData(FaultTypes.MissingField, "$.steps", "")]
    [InlineData(FaultTypes.InvalidField, "$.steps", "\"steps\":[]")]
    [InlineData(FaultTypes.InvalidField, "$.steps", "\"steps\":[{}]")]
    [InlineData(FaultTypes.InvalidField, "$.steps", "\"steps\":[{},{},{},{},{},{},{}]")]
    [InlineData(FaultTypes.InvalidField, "$.steps[1]", "\"steps\":[{},null]")]
    [InlineData(FaultTypes.UnknownField, "$.steps[1].kind", "\"steps\":[{},{\"kind\":[\"ied\"]}]")]
    [InlineData(FaultTypes.UnknownKind, "$.steps[1].kinds[0]", "\"steps\":[{},{\"kinds\":[\"ide\"]}]")]
    [InlineData(FaultTypes.InvalidField, "$.steps[0].minGradeFactor", "\"steps\":[{\"minGradeFactor\":2},{}]")]
    [InlineData(FaultTypes.InvalidField, "$.sameActor", "\"steps\":[{},{}],\"sameActor\":\"yes\"")]
    [InlineData(FaultTypes.InvalidField, "$.atLeast", "\"steps\":[{},{}]", "2")]
    [InlineData(FaultTypes.InvalidField, "$.atLeast", "\"steps\":[{},{}]", "0.5")]
    public void Names_what_is_wrong_with_a_sequence(string type, string path, string members, string atLeast = "1") =>
        Assert.Equal((type, path), Refused("\"measure\":\"sequence\"" + (members.Length > 0 ? "," : "") + members, atLeast));

    [Theory]
    [InlineData("$.steps", "\"steps\":[{},{}]")]
    [InlineData("$.sameActor", "\"sameActor\":false")]
    [InlineData("$.sameTown", "\"sameTown\":true")]
    public void Other_measures_have_no_steps(string path, string member) =>
        Assert.Equal((FaultTypes.InvalidField, path), Refused("\"measure\":\"towns\"," + member, "1"));

    private static (string Type, string? Path) Refused(string members, string atLeast)
    {
        var fault = Assert.Throws<RefusedException>(() => Validated(members, atLeast)).Fault;
        return (fault.Type, fault.Path);
    }

    private static Threshold Validated(string members, string atLeast = "1")
    {
        var json = $$"""
            {"scope":{"regions":["IQ"],"depth":"leaf"},"window":"P3D","atLeast":{{atLeast}},"severity":"severe",{{members}}}
            """;
        return s_validator.Validate(Body.Parse<ThresholdBody>(Encoding.UTF8.GetBytes(json)), "t-1");
    }
}
