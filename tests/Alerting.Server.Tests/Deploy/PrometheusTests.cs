using Xunit;

namespace Alerting.Server.Tests.Deploy;

public sealed class PrometheusTests
{
    private const string Origin = "Debian package prometheus";

    [Fact]
    public async Task Configuration_and_rules_are_valid() =>
        Assert.Contains(
            "rules found",
            await Tool.RunAsync(
                Tool.FindOrSkip("promtool", Origin), "check", "config", DeployFolder.PathOf("prometheus", "prometheus.yml")),
            StringComparison.Ordinal);

    [Fact]
    public async Task Rules_fire_when_they_should_and_are_silent_when_they_should_be() =>
        await Tool.RunAsync(Tool.FindOrSkip("promtool", Origin), "test", "rules", DeployFolder.PathOf("prometheus", "alerting_test.yml"));

    [Fact]
    public void Every_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not()
    {
        var alerts = DeployFolder.All(DeployFolder.ReadYaml("prometheus", "alerting.rules.yml"), "alert").Cast<string>().ToList();
        var cases = DeployFolder.All(DeployFolder.ReadYaml("prometheus", "alerting_test.yml"), "alert_rule_test")
            .Cast<IEnumerable<object>>()
                .SelectMany(static c => c).Cast<IDictionary<object, object>>()
                .ToLookup(static c => c.ContainsKey("exp_alerts"), static c => (string)c["alertname"]);

        Assert.NotEmpty(alerts);
        Assert.Equal(alerts.Order(StringComparer.Ordinal), cases[true].Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(alerts.Order(StringComparer.Ordinal), cases[false].Distinct().Order(StringComparer.Ordinal));
    }
}
