using System.Text;
using Alerting.Engine;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Server.Reports;

public sealed class ReportElementsTests
{
    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("[]", "")]
    [InlineData(" [ {\"a\":[1,{}]} , null,\"x\", 1.5 ] ", "{\"a\":[1,{}]}|null|\"x\"|1.5")]
    public void Splits_bodies_into_elements(string body, string expected)
    {
        var elements = new List<BodyElement>();

        Assert.Null(ReportElements.Split(Encoding.UTF8.GetBytes(body), elements));
        Assert.Equal(expected, string.Join('|', elements.Select(e => Encoding.UTF8.GetString(e.Utf8.Span))));
    }

    [Theory]
    [InlineData("", "line 1, column 1:")]
    [InlineData("[{},\n{]", "line 2, column 2:")]
    [InlineData("[{}]x", "line 1, column 5:")]
    [InlineData("{}{}", "line 1, column 3:")]
    [InlineData("[{}", "line 1, column 4:")]
    public void Refuses_malformed_bodies_as_a_whole(string body, string place)
    {
        var elements = new List<BodyElement>();

        var fault = ReportElements.Split(Encoding.UTF8.GetBytes(body), elements)!;

        Assert.Equal(FaultTypes.MalformedJson, fault.Type);
        Assert.StartsWith(place, fault.Detail, StringComparison.Ordinal);
        Assert.Empty(elements);
    }

    [Fact]
    public void Places_faults_of_elements_in_the_body()
    {
        var elements = new List<BodyElement>();
        Assert.Null(ReportElements.Split("[\n {}, {\"town\":\"\\ud800\"}]"u8.ToArray(), elements));
        var parser = new ReportParser(RegionCatalog.Iso, KindCatalog.Shipped);

        var fault = parser.Parse(elements[1], ReportRules.Live(DateTimeOffset.UnixEpoch, EngineOptions.Default)).Fault!;

        Assert.StartsWith("line 2, column 14:", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_throws_on_random_text() =>
        Gen.Char["[]{},:\"a1 \n\\é"].Array[0, 12].Sample(text =>
        {
            var elements = new List<BodyElement>();
            return ReportElements.Split(Encoding.UTF8.GetBytes(text), elements) is null || elements.Count == 0;
        });
}
