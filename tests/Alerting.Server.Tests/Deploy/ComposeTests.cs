using System.Globalization;
using Xunit;

namespace Alerting.Server.Tests.Deploy;

public sealed class ComposeTests
{
    private static readonly Dictionary<object, object> s_services =
        (Dictionary<object, object>)DeployFolder.ReadYaml("compose.yml")["services"];

    public static TheoryData<string> Silos => [.. SiloNames];

    private static IEnumerable<string> SiloNames =>
        s_services.Keys.Cast<string>().Where(static n => n.StartsWith("silo-", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Silos))]
    public void A_silo_has_settings_that_the_product_takes_and_time_to_end(string name)
    {
        var silo = Service(name);
        var environment = Map(silo["environment"]);
        Assert.Equal(name, environment["Alerting__Cluster__AdvertisedHost"]);

        // The names of services are known to nobody here.
        environment["Alerting__Cluster__AdvertisedHost"] = "10.0.0.1";
        var options = ProductSettings.Bind(environment);

        Assert.StartsWith("redis:6379,", options.Redis, StringComparison.Ordinal);
        Assert.Contains(options.Cluster.SiloPort, ContainerFile.Ports);
        Assert.EndsWith($":{ContainerFile.HttpPort}", (string)List(silo["ports"])[0], StringComparison.Ordinal);
        Assert.Contains(
            List(silo["volumes"]),
            static v => ((string)v).EndsWith(":" + ContainerFile.Environment["Alerting__DataDirectory"], StringComparison.Ordinal));
        Assert.True(
            int.Parse(
                ((string)silo["stop_grace_period"])
                    .TrimEnd('s'), CultureInfo.InvariantCulture) >= (options.Cluster.Drain + ProductSettings.HandOver).TotalSeconds);
        Assert.True(File.Exists(DeployFolder.PathOf("..", (string)Map(silo["build"])["dockerfile"])));
    }

    [Fact]
    public void Prometheus_asks_every_silo_and_itself()
    {
        var targets = DeployFolder.All(DeployFolder.ReadYaml("prometheus", "prometheus.yml"), "targets").SelectMany(List).Cast<string>();

        Assert.Equal(3, SiloNames.Count());
        Assert.Equal(SiloNames.Select(static n => $"{n}:{ContainerFile.HttpPort}").Append("localhost:9090"), targets);
    }

    [Fact]
    public void Every_container_is_hardened_and_every_file_that_it_is_given_exists()
    {
        foreach (var name in s_services.Keys.Cast<string>())
        {
            var service = Service(name);
            Assert.Equal("true", service["read_only"]);
            Assert.Equal("ALL", List(service["cap_drop"]).Single());
            Assert.Equal("no-new-privileges:true", List(service["security_opt"]).Single());
            Assert.All(
                service.TryGetValue("ports", out var ports) ? List(ports) : [],
                static p => Assert.StartsWith("127.0.0.1:", (string)p, StringComparison.Ordinal));
            Assert.All(
                service.TryGetValue("volumes", out var volumes) ? List(volumes).Cast<string>().Where(static v => v[0] == '.') : [],
                static v => Assert.True(Path.Exists(DeployFolder.PathOf(v.Split(':')[0])), $"There is no {v}."));
        }
    }

    private static Dictionary<object, object> Service(string name) => (Dictionary<object, object>)s_services[name];

    private static List<object> List(object node) => (List<object>)node;

    private static Dictionary<string, string> Map(object node) =>
        ((Dictionary<object, object>)node).ToDictionary(static v => (string)v.Key, static v => (string)v.Value, StringComparer.Ordinal);
}
