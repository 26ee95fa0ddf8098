using System.Net;
using Alerting.Client;
using Alerting.Console.Shown.Forms;
using Alerting.Reports;
using Xunit;

namespace Alerting.Console.Tests.Shown.Forms;

public sealed class FormFaultTests
{
    [Theory]
    [InlineData("$.regions[1]", "$.regions", true)]
    [InlineData("$.regions", "$.regions", true)]
    [InlineData("$.channel.url", "$.channel.url", true)]
    [InlineData("$.channel.url", "$.channel", true)]
    [InlineData("$.channel", "$.channel.url", false)]
    [InlineData("$.regionsOfOthers", "$.regions", false)]
    [InlineData("region", "$.region", false)]
    [InlineData("$", "$.id", false)]
    public void A_fault_is_shown_at_its_field(string path, string field, bool concerns) =>
        Assert.Equal(concerns, new FormFault("wrong", path).AtField!.Concerns(field));

    [Fact]
    public async Task A_problem_says_where_it_is()
    {
        var refused = await CaughtAsync(
            HttpStatusCode.UnprocessableEntity,
            """{"type":"invalid-field","title":"Invalid field","status":422,"detail":"no such region 'IQ-ZZ'","path":"$.regions[0]"}""");
        Assert.Equal(new FormFault("no such region 'IQ-ZZ'", "$.regions[0]"), FormFault.Of(refused));
        Assert.True(FormFault.Of(await CaughtAsync(
            HttpStatusCode.PreconditionFailed,
            """{"type":"precondition-failed","title":"Precondition failed","status":412,"detail":"it has changed"}""")).IsOutdated);
        Assert.Equal("The server cannot be reached.", FormFault.Of(new HttpRequestException()).Detail);
    }

    [Fact]
    public async Task Of_one_report_it_is_the_reports_own_problem()
    {
        var rejected = await CaughtAsync(
            HttpStatusCode.UnprocessableEntity,
            """
            {"type":"all-rejected","title":"All rejected","status":422,"detail":"No report was taken.","accepted":0,"duplicates":0,
             "rejected":1,"results":[{"index":0,"reportId":"r","outcome":"rejected","incidentId":null,
             "error":{"type":"unknown-kind","title":"Unknown kind","status":422,"detail":"unknown kind 'x'","path":"$.kind"}}]}
            """);
        Assert.Equal(FaultTypes.AllRejected, rejected.Type);
        Assert.Equal(new FormFault("unknown kind 'x'", "$.kind"), FormFault.Of(rejected));
    }

    private static Task<ProblemException> CaughtAsync(HttpStatusCode status, string json) =>
        Assert.ThrowsAsync<ProblemException>(() => new AnsweringHandler(_ => (status, json)).Client.Keys.WhoAmIAsync());
}
