using System.Text.Json.Nodes;
using Alerting.Console.Audit;
using Xunit;

namespace Alerting.Console.Tests.Audit;

public sealed class AuditChangesTests
{
    [Fact]
    public void What_differs_is_told_member_by_member()
    {
        var changes = Of(
            """
            {"name":"a","enabled":true,"regions":["IQ","SE"],"channel":{"url":"x"},"steps":[{"kinds":["k"]}],"gone":1,"none":null,
             "same":2}
            """,
            """
            {"name":"b","enabled":false,"regions":["IQ"],"channel":{"url":"y"},"steps":[{"kinds":["k"]},{"kinds":[]}],"same":2,
             "new":1.5}
            """);
        Assert.Equal(
            [
                new("name", "a", "b"), new("enabled", "yes", "no"), new("regions", "IQ, SE", "IQ"), new("channel.url", "x", "y"),
                new("steps[1].kinds", null, "none"), new("new", null, "1.5"), new("gone", "1", null),
            ],
            changes);
    }

    [Fact]
    public void What_was_made_or_removed_is_told_whole()
    {
        Assert.Equal([new("name", null, "a")], Of(null, """{"name":"a","note":null}"""));
        Assert.Equal([new("name", "a", null)], Of("""{"name":"a"}""", null));
        Assert.Empty(Of(null, null));
        Assert.Empty(Of("""{"a":null}""", """{}"""));
    }

    [Theory]
    [InlineData("alert.acknowledged", "IQ-AN.a.1", "IQ-AN", "/alerts/IQ-AN.a.1")]
    [InlineData("override.set", "IQ-AN", "IQ-AN", "/regions/IQ-AN")]
    [InlineData("incident.joined", "a/b&c", "IQ-AN", "/incident?id=a%2Fb%26c&region=IQ-AN")]
    [InlineData("threshold.created", "two-towns", null, "/thresholds/two-towns")]
    [InlineData("threshold.deleted", "two-towns", null, null)]
    [InlineData("subscription.replaced", "hq", null, "/subscriptions/hq")]
    [InlineData("subscription.deleted", "hq", null, null)]
    [InlineData("sign-in.refused", "198.51.100.7", null, null)]
    public void What_it_was_done_to_is_linked_where_it_has_a_page(string action, string target, string? region, string? path) =>
        Assert.Equal(path, AuditTargets.PathOf(action, target, region));

    private static IReadOnlyList<AuditChange> Of(string? before, string? after) =>
        AuditChanges.Of((JsonObject?)Parse(before), (JsonObject?)Parse(after));

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);
}
