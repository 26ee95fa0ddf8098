using Xunit;

namespace Alerting.Architecture.Tests.Projects;

/// <summary>Each project uses what the table of projects allows it, in its file and compiled.</summary>
public sealed class ArrowTests
{
    private static readonly IReadOnlyList<ProjectFile> s_projects = ProjectFile.In(Repository.PathOf("src"));

    public static TheoryData<string> Names => [.. s_projects.Select(static project => project.Name)];

    public static TheoryData<string> CompiledNames =>
        [.. s_projects.Select(static project => project.Name).Where(static name => name != "Alerting.Console")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Project_files_reference_what_is_allowed(string name) => Assert.Empty(Arrows.Faults(Project(name)));

    [Theory]
    [MemberData(nameof(CompiledNames))]
    public void Assemblies_use_what_is_allowed(string name) => Assert.Empty(Arrows.Faults(name, Compiled(name)));

    [Fact]
    public void Folders_bear_names_of_what_is_in_them() =>
        Assert.Empty(Folders.Faults(Repository.PathOf("src")).Concat(Folders.Faults(Repository.PathOf("tests"))));

    [Fact]
    public void A_planted_reference_is_found()
    {
        var cli = Project("Alerting.Cli");
        var planted = cli with { References = [.. cli.References, Repository.PathOf("src", "Alerting.Server", "Alerting.Server.csproj")] };
        Assert.Equal(["Alerting.Cli references Alerting.Server"], Arrows.Faults(planted));
        Assert.Equal(["Alerting.New has no place in the table of projects"], Arrows.Faults(cli with { Path = "Alerting.New.csproj" }));
        Assert.Equal(["Alerting.Cli uses Microsoft.Orleans.Server"], Arrows.Faults(cli with { Packages = ["Microsoft.Orleans.Server"] }));
    }

    [Fact]
    public void A_planted_use_is_found_in_an_assembly()
    {
        var server = Arrows.Faults("Alerting.Contracts", Compiled("Alerting.Server")).ToList();
        Assert.Contains("Alerting.Contracts uses Alerting.Grains", server);
        Assert.Contains("Alerting.Contracts uses Orleans.Core.Abstractions", server);
        Assert.Contains("Alerting.Engine uses System.IO.File", Arrows.Faults("Alerting.Engine", Compiled("Alerting.Server")));
    }

    [Fact]
    public void A_planted_folder_is_found()
    {
        using var root = new TemporaryDirectory();
        Directory.CreateDirectory(root.File("Regions"));
        Directory.CreateDirectory(root.File("Alerts/Utils"));
        File.WriteAllText(root.File("Alerts/Utils/Text.cs"), "class Text;");
        Assert.Equal(["Utils"], Folders.Faults(root.Path).Select(Path.GetFileName));
    }

    private static ProjectFile Project(string name) => s_projects.Single(project => project.Name == name);

    private static CompiledAssembly Compiled(string name) =>
        CompiledAssembly.Read(Path.Combine(AppContext.BaseDirectory, Project(name).AssemblyName + ".dll"));
}
