using k8s.Models;
using Xunit;

namespace Alerting.Server.Tests.Deploy;

public sealed class KubernetesTests
{
    private static readonly IReadOnlyList<object> s_objects =
        [
            .. Directory.EnumerateFiles(DeployFolder.PathOf("kubernetes"), "*.yaml")
                .Where(static f => Path.GetFileName(f) != "kustomization.yaml")
                .SelectMany(static f => DeployFolder.ReadObjects(File.ReadAllText(f)))
        ];

    private static readonly V1PodSpec s_silo = s_objects.OfType<V1Deployment>().Single().Spec.Template.Spec;
    private static readonly V1PodSpec s_redis = s_objects.OfType<V1StatefulSet>().Single().Spec.Template.Spec;

    [Fact]
    public void A_field_that_Kubernetes_does_not_have_is_an_error_of_this_test() =>
        Assert.ThrowsAny<Exception>(static () => DeployFolder.ReadObjects("apiVersion: v1\nkind: Namespace\nmetadata:\n  nam: alerting\n"));

    [Fact]
    public void Silos_have_settings_that_the_product_takes_and_time_to_end()
    {
        var silo = s_silo.Containers.Single();
        Assert.Equal("status.podIP", silo.Env.Single(static v => v.Name == "POD_IP").ValueFrom.FieldRef.FieldPath);
        var values = silo.Env.Where(static v => v.Value is not null)
            .ToDictionary(static v => v.Name, static v => v.Value.Replace("$(POD_IP)", "10.0.0.1", StringComparison.Ordinal));
        var options = ProductSettings.Bind(values);

        Assert.Equal("10.0.0.1", options.Cluster.AdvertisedHost);
        Assert.Equal(options.Cluster.SiloPort, Port(silo, "silo"));
        Assert.True(s_silo.TerminationGracePeriodSeconds >= (options.Cluster.Drain + ProductSettings.HandOver).TotalSeconds);
        Assert.Equal(ContainerFile.User, s_silo.SecurityContext.RunAsUser);
        Assert.Contains(silo.VolumeMounts, static m => m.MountPath == ContainerFile.Environment["Alerting__DataDirectory"]);
    }

    [Fact]
    public void Ports_and_probes_are_those_of_the_server()
    {
        var silo = s_silo.Containers.Single();
        Assert.Equal(ContainerFile.HttpPort, Port(silo, "http"));
        Assert.Equal(
            ["/healthz/live", "/healthz/ready", "/healthz/live"],
            new[] { silo.StartupProbe, silo.ReadinessProbe, silo.LivenessProbe }.Select(static p => p.HttpGet.Path));
        Assert.All(
            new[] { silo.StartupProbe, silo.ReadinessProbe, silo.LivenessProbe },
            static p => Assert.Equal("http", p.HttpGet.Port.Value));
        Assert.Equal(
            "http",
            s_objects.OfType<V1Service>().Single(static s => s.Metadata.Name == "alerting").Spec.Ports.Single().TargetPort.Value);
        Assert.Equal(
            ContainerFile.HttpPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
            s_objects.OfType<V1Deployment>().Single().Spec.Template.Metadata.Annotations["prometheus.io/port"]);
    }

    [Fact]
    public void Redis_and_the_ports_between_silos_are_open_to_silos_alone()
    {
        var policies = s_objects.OfType<V1NetworkPolicy>().ToDictionary(static p => p.Metadata.Name);
        Assert.Equal(["Ingress", "Egress"], policies["default-deny"].Spec.PolicyTypes);
        Assert.Empty(policies["default-deny"].Spec.PodSelector.MatchLabels ?? new Dictionary<string, string>());

        var inner = policies["redis"].Spec.Ingress.Concat(policies["alerting"].Spec.Ingress)
            .Where(static r => r.Ports.Any(static p => p.Port.Value is "6379" or "11111"))
            .ToList();
        Assert.Equal(2, inner.Count);
        Assert.All(inner, static rule =>
        {
            var from = Assert.Single(rule.FromProperty);
            Assert.Equal("alerting", from.PodSelector.MatchLabels["app.kubernetes.io/name"]);
            Assert.Null(from.NamespaceSelector);
            Assert.Single(rule.Ports);
        });
    }

    [Fact]
    public void Nothing_runs_as_root_or_writes_beside_its_volumes()
    {
        foreach (var pod in new[] { s_silo, s_redis })
        {
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            var security = pod.Containers.Single().SecurityContext;
            Assert.True(security.ReadOnlyRootFilesystem);
            Assert.False(security.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], security.Capabilities.Drop);
        }
    }

    [Fact]
    public async Task Kustomize_renders_all_of_it_with_the_same_redis_file_and_image_as_compose()
    {
        var rendered = DeployFolder.ReadObjects(
            await Tool.RunAsync(Tool.FindOrSkip("kubectl", "Kubernetes' client"), "kustomize", DeployFolder.PathOf("kubernetes")));

        Assert.Equal(s_objects.Count + 1, rendered.Count);
        var file = rendered.OfType<V1ConfigMap>().Single();
        Assert.Equal(DeployFolder.Read("redis", "redis.conf"), file.Data["redis.conf"]);
        Assert.Equal(file.Metadata.Name, rendered.OfType<V1StatefulSet>().Single().Spec.Template.Spec.Volumes.Single().ConfigMap.Name);
        Assert.All(
            rendered.OfType<k8s.IKubernetesObject<V1ObjectMeta>>().Where(static o => o is not V1Namespace),
            static o => Assert.Equal("alerting", o.Metadata.NamespaceProperty));
        var compose = (Dictionary<object, object>)DeployFolder.ReadYaml("compose.yml")["services"];
        Assert.Equal(
            ((Dictionary<object, object>)compose["silo-1"])["image"],
            rendered.OfType<V1Deployment>().Single().Spec.Template.Spec.Containers.Single().Image);
        Assert.Equal(
            ((Dictionary<object, object>)compose["redis"])["image"],
            rendered.OfType<V1StatefulSet>().Single().Spec.Template.Spec.Containers.Single().Image);
    }

    private static int Port(V1Container container, string name) => container.Ports.Single(p => p.Name == name).ContainerPort;
}
