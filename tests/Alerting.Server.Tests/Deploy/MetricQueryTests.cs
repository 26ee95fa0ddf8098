using Xunit;

namespace Alerting.Server.Tests.Deploy;

public sealed class MetricQueryTests
{
    [Fact]
    public void Metrics_and_labels_are_told_from_functions_strings_ranges_and_keywords()
    {
        var query = MetricQuery.Parse("""
            histogram_quantile(0.99, sum by (le, http_route) (rate(a_bucket{http_route=~"/api/.*|b",code!="5\"{c}"}[$__rate_interval])))
              or d{e="f"} unless d offset 1h > on (instance) 0.9 * 1024 * g or vector(0) and sum(increase(h[5m])) != -1
            """);

        Assert.Equal(["a_bucket", "d", "d", "g", "h"], query.Selectors.Select(static s => s.Metric));
        Assert.Equal([["http_route", "code"], ["e"], [], [], []], query.Selectors.Select(static s => s.Labels));
        Assert.Equal(["le", "http_route", "instance"], query.Grouped);
    }

    [Theory]
    [InlineData("raet(a[5m])")]
    [InlineData("{job=\"a\"}")]
    [InlineData("a{b=\"c}")]
    public void What_is_not_understood_is_refused(string expression) => Assert.ThrowsAny<Exception>(() => MetricQuery.Parse(expression));
}
