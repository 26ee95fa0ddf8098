using Xunit;

namespace Alerting.Server.Tests.Deploy;

public sealed class ContainerFileTests
{
    [Fact]
    public void Every_project_of_the_server_is_restored_before_the_sources_are_copied()
    {
        var projects = ProjectFile.Read(Repository.PathOf("src", "Alerting.Server", "Alerting.Server.csproj")).Closure()
            .Select(static project => Path.GetRelativePath(Repository.Root, project.Path));

        Assert.Equal(projects.Order(StringComparer.Ordinal), ContainerFile.CopiedProjects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_image_runs_without_root_on_settings_that_the_product_knows()
    {
        Assert.NotEqual(0, ContainerFile.User);
        Assert.Contains(ContainerFile.HttpPort, ContainerFile.Ports);
        Assert.Equal("/var/lib/alerting", ProductSettings.Bind(ContainerFile.Environment).DataDirectory);
    }
}
