using Alerting.Server.Hosting;
using Xunit;

namespace Alerting.Server.Tests.Hosting;

public sealed class AlertingOptionsTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("127.0.0.1:6379", null)]
    [InlineData("localhost:6379,password=secret", null)]
    [InlineData("redis.example.org:6379", "10.0.0.5")]
    public void Takes_what_can_work(string? redis, string? host) =>
        Assert.Empty(Faults(redis, new ClusterOptions { AdvertisedHost = host }));

    [Fact]
    public void A_cluster_on_another_host_needs_to_know_how_to_be_reached() =>
        Assert.Contains(
            "AdvertisedHost is needed", Assert.Single(Faults("redis.example.org:6379", new ClusterOptions())),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1:6379,nonsense=1", "Alerting:Redis is not")]
    [InlineData("connectTimeout=100", "Alerting:Redis names no server")]
    public void Refuses_what_is_no_configuration_of_Redis(string redis, string fault) =>
        Assert.Contains(Faults(redis, new ClusterOptions()), f => f.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void Refuses_ports_names_and_times_that_cannot_be() => Assert.All(
        new ClusterOptions[]
        {
            new() { SiloPort = 70_000 },
            new() { SiloPort = 11_111, GatewayPort = 11_111 },
            new() { ServiceId = "a{b}" },
            new() { ClusterId = "" },
            new() { Drain = TimeSpan.FromMinutes(2) },
            new() { AdvertisedHost = "0.0.0.0" },
        },
        options => Assert.NotEmpty(Faults("127.0.0.1:6379", options)));

    private static IEnumerable<string> Faults(string? redis, ClusterOptions cluster) =>
        new AlertingOptionsValidator().Validate(null, new AlertingOptions { Redis = redis, Cluster = cluster }).Failures ?? [];
}
