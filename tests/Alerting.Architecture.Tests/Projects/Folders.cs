namespace Alerting.Architecture.Tests.Projects;

/// <summary>Folders are named after a feature; a name that fits anything says nothing.</summary>
internal static class Folders
{
    private static readonly string[] s_refused = ["Common", "Helpers", "Utils", "Utilities", "Managers", "Misc", "Shared"];

    /// <summary>Folders with a name that says nothing.</summary>
    public static IEnumerable<string> Faults(string root) => Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories)
        .Where(static folder => s_refused.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase))
        .Where(static folder =>
            !Sources.SourceFile.IsBuilt(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any());
}
