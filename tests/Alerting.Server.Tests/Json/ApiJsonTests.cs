using System.Text;
using System.Text.Json;
using Alerting.Engine.Kinds;
using Alerting.Engine.Thresholds;
using Alerting.Json;
using Alerting.Kinds;
using Alerting.Server.Http;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Server.Json;

/// <summary>What is shipped, as it travels.</summary>
public sealed class ApiJsonTests
{
    [Fact]
    public void Writes_thresholds_as_webhooks_and_logs_do() => Assert.All(DefaultThresholds.All, threshold => Assert.Equal(
        JsonSerializer.Serialize(threshold, AlertJson.Wire.Threshold), JsonSerializer.Serialize(threshold, ApiJson.Wire.Threshold)));

    [Fact]
    public void Writes_kinds_with_their_crosswalks() =>
        Assert.Equal(
            """{"kind":"armed-assault","family":"attack-on-security-forces","weight":2,"acled":{"eventType":"Battles","subEventType":"Armed clash"},"acledSubEventTypes":[],"ucdp":[1]}""",
            JsonSerializer.Serialize(KindCatalog.Shipped["armed-assault"], ApiJson.Wire.Kind));

    [Fact]
    public void Writes_lists() => Assert.StartsWith(
        "[{\"id\":\"simultaneous-assaults\",",
        JsonSerializer.Serialize(DefaultThresholds.All, ApiJson.Wire.IReadOnlyListThreshold),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("1")]
    [InlineData("\"Critical\"")]
    [InlineData("\"high\"")]
    public void Reads_enumerations_by_name_only(string json)
    {
        Assert.Equal("$.minSeverity", Assert.Throws<RefusedException>(() => Read(json)).Fault.Path);
        Assert.Equal(Severity.Critical, Read("\"critical\""));

        static Severity? Read(string json) =>
            Body.Parse<SubscriptionBody>(
                Encoding.UTF8.GetBytes($$$"""{"minSeverity":{{{json}}},"channel":{"url":"http://a/"}}""")).MinSeverity;
    }
}
