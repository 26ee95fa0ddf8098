using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Backtests;
using Alerting.Json;
using Alerting.Server.Http;
using Alerting.Server.OpenApi;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Server.Json;

public sealed class BodyTests
{
    [Theory]
    [InlineData("[]", "invalid-field", "$", "the body must be an object")]
    [InlineData("""{"chanel":{}}""", "unknown-field", "$.chanel", "unknown field 'chanel'; did you mean 'channel'?")]
    [InlineData("""{"channel":{"url":"http://a/","urll":1}}""", "unknown-field", "$.channel.urll",
        "unknown field 'urll'; did you mean 'url'?")]
    [InlineData("""{"channel":{"url":"http://a/"},"a b":1}""", "unknown-field", "$['a b']", "unknown field 'a b'")]
    [InlineData("""{"channel":null}""", "missing-field", "$.channel", "channel is required")]
    [InlineData("""{"channel":{},"area":{"circle":{"lat":1,"radiusKm":1}}}""", "missing-field", "$.area.circle.lon",
        "area.circle.lon is required")]
    [InlineData("""{"channel":{"url":"http://a/"},"name":"a","name":"a"}""", "invalid-field", "$.name", "name must not be stated twice")]
    [InlineData("""{"channel":{"url":"http://a/"},"regions":["IQ",""]}""", "invalid-field", "$.regions[1]",
        "regions[1] must be 1 to 64 characters long")]
    [InlineData("""{"channel":{"url":"http://a/"},"regions":[null]}""", "invalid-field", "$.regions[0]", "regions[0] must be a string")]
    [InlineData("""{"channel":{"url":"http://a/"},"enabled":0}""", "invalid-field", "$.enabled", "enabled must be true or false")]
    [InlineData("""{"channel":{"url":"http://a/"},"startAfter":-1}""", "invalid-field", "$.startAfter",
        "startAfter must be a whole number of 0 or more")]
    [InlineData("""{"channel":{"url":"http://a/"},"changes":["raise"]}""", "invalid-field", "$.changes[0]",
        "changes[0] must be one of raised, updated, acknowledged, cleared, cancelled, unacknowledged, assigned, commented, reviewed; did you mean 'raised'?")]
    public void Says_what_is_wrong_where_and_what_was_meant(string json, string type, string path, string detail)
    {
        var fault = Assert.Throws<RefusedException>(() => Body.Parse<SubscriptionBody>(Encoding.UTF8.GetBytes(json))).Fault;
        Assert.Equal((type, path, detail), (fault.Type, fault.Path, fault.Detail));
    }

    [Fact]
    public void Says_the_line_and_the_column_of_what_is_no_json()
    {
        var fault = Assert.Throws<RefusedException>(() => Body.Parse<SubscriptionBody>("{\n  \"name\": x"u8.ToArray())).Fault;
        Assert.Equal("malformed-json", fault.Type);
        Assert.StartsWith("line 2, column 11: ", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_passes_the_check_the_serializer_reads()
    {
        string[] examples = [Examples.Threshold, Examples.Subscription, Examples.Override, Examples.SetClock, Examples.Acknowledge,
            Examples.Replay];
        Func<ReadOnlyMemory<byte>, object>[] readers =
        [
            Body.Parse<ThresholdBody>, Body.Parse<SubscriptionBody>, Body.Parse<Alerting.Regions.OverrideBody>,
            Body.Parse<Alerting.Regions.SetClockBody>, Body.Parse<Alerting.Alerts.AcknowledgeBody>, Body.Parse<ReplayBody>,
        ];
        var value = Gen.OneOf(
            "null", "true", "0", "-1", "1e999", "1.5", "9223372036854775808", "\"\"", "\"IQ\"", "\"PT1H\"", "[]", "[1]", "[null]",
                "[\"*\"]", "{}",
            "\"level\"", "\"Severe\"", "\"2014-01-01t00:00:60z\"", "\"2014-01-01\"", "\"2014-06-30T23:59:60.12345678901234567890Z\"");
        Gen.Select(Gen.Int[0, examples.Length - 1], Gen.Int[0, 100], value, Gen.Bool).Sample((which, where, json, isInner) =>
        {
            var body = JsonNode.Parse(examples[which])!.AsObject();
            var inner = isInner ? body.Select(static member => member.Value).OfType<JsonObject>().FirstOrDefault() ?? body : body;
            inner[inner.ElementAt(where % inner.Count).Key] = JsonNode.Parse(json);
            try
            {
                Assert.NotNull(readers[which](Encoding.UTF8.GetBytes(body.ToJsonString())));
            }
            catch (RefusedException refused)
            {
                Assert.StartsWith("$", refused.Fault.Path!, StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void Every_type_of_a_body_refuses_what_it_does_not_know()
    {
        var bodies = typeof(ThresholdBody).Assembly.GetTypes()
            .Where(static type => type is { IsAbstract: false, IsClass: true } && type.Name.EndsWith("Body", StringComparison.Ordinal))
            .ToList();
        Assert.True(bodies.Count >= 12, $"{bodies.Count} types");
        Assert.All(bodies, static type => Assert.Equal(
            System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, ApiJson.Wire.GetTypeInfo(type)!.UnmappedMemberHandling));
    }

    [Fact]
    public void What_a_backtest_is_read_by_is_what_it_is_described_by() =>
        Assert.Equal(
            typeof(BacktestBody)
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(static p => p.Name)
                .Except(["Reports"])
                .Order(),
            typeof(BacktestSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static p => p.Name).Order());
}
