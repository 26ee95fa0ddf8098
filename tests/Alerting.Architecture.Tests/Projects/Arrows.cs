namespace Alerting.Architecture.Tests.Projects;

/// <summary>Which project of the product may use which.</summary>
internal static class Arrows
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Alerting.Contracts"] = [],
        ["Alerting.Client"] = ["Alerting.Contracts"],
        ["Alerting.Engine"] = ["Alerting.Contracts"],
        ["Alerting.Notifications"] = ["Alerting.Contracts"],
        ["Alerting.Storage"] = ["Alerting.Contracts"],
        ["Alerting.Grains"] = ["Alerting.Contracts", "Alerting.Engine", "Alerting.Notifications", "Alerting.Storage"],
        ["Alerting.Server"] =
        [
            "Alerting.Client", "Alerting.Console", "Alerting.Contracts", "Alerting.Engine", "Alerting.Grains", "Alerting.Notifications",
            "Alerting.Storage",
        ],
        ["Alerting.Console"] = ["Alerting.Client", "Alerting.Contracts"],
        ["Alerting.Cli"] = ["Alerting.Client", "Alerting.Contracts", "Alerting.Engine"],
    };

    /// <summary>What Orleans a project may use: the pure ones that of the records of the contract, which runs in a browser too.</summary>
    private static readonly string[] s_withoutOrleans =
        [
            "Alerting.Contracts", "Alerting.Client", "Alerting.Engine", "Alerting.Notifications", "Alerting.Storage",
            "Alerting.Console", "Alerting.Cli"
        ];

    /// <summary>What of the runtime a pure project may not use: types whose full name begins so.</summary>
    private static readonly Dictionary<string, string[]> s_refusedTypes = new(StringComparer.Ordinal)
    {
        ["Alerting.Engine"] =
        [
            "System.IO.File", "System.IO.Directory", "System.Net.", "System.Console", "System.Threading.Timer",
            "System.Diagnostics.Process",
            "System.Diagnostics.Stopwatch", "System.TimeProvider", "Microsoft.Extensions.Logging",
        ],
    };

    /// <summary>Every use that is not allowed, as a sentence.</summary>
    public static IEnumerable<string> Faults(ProjectFile project) => s_allowed.TryGetValue(project.Name, out var allowed)
        ? project.References.Select(Path.GetFileNameWithoutExtension).Except(allowed).Select(name => $"{project.Name} references {name}")
            .Concat(Orleans(project.Name, project.Packages))
        : [$"{project.Name} has no place in the table of projects"];

    /// <summary>Every use that is not allowed, as a sentence.</summary>
    public static IEnumerable<string> Faults(string project, CompiledAssembly assembly)
    {
        var allowed = s_allowed[project];
        var ours = assembly.References.Where(static name => name.StartsWith("Alerting", StringComparison.OrdinalIgnoreCase));
        var refused = s_refusedTypes.GetValueOrDefault(project) ?? [];
        return ours.Except(allowed).Select(name => $"{project} uses {name}")
            .Concat(Orleans(project, assembly.References))
            .Concat(assembly.Types.Where(type => refused.Any(start => type.StartsWith(start, StringComparison.Ordinal)))
                .Select(type => $"{project} uses {type}"));
    }

    /// <param name="names">Of packages or assemblies.</param>
    private static IEnumerable<string> Orleans(string project, IEnumerable<string> names) => s_withoutOrleans.Contains(project)
        ? names.Where(static name => name.Contains("Orleans", StringComparison.Ordinal))
            .Where(static name =>
                !name.Contains("Orleans.Serialization", StringComparison.Ordinal) && name != "Microsoft.Orleans.CodeGenerator")
            .Select(name => $"{project} uses {name}")
        : [];
}
