using System.Xml.Linq;

namespace Alerting.TestKit;

/// <summary>A project as its file describes it.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="AssemblyName">Name of what is built, without extension.</param>
/// <param name="References">Paths of the projects that it references.</param>
/// <param name="Packages">Ids of the packages that it references.</param>
public sealed record ProjectFile(string Path, string AssemblyName, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static ProjectFile Read(string path)
    {
        var root = XDocument.Load(path).Root!;
        var folder = System.IO.Path.GetDirectoryName(path)!;
        return new ProjectFile(
            path,
            root.Descendants("AssemblyName").SingleOrDefault()?.Value ?? System.IO.Path.GetFileNameWithoutExtension(path),
            [
                .. Includes(root, "ProjectReference")
                    .Select(reference => System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, reference)))
            ],
            [.. Includes(root, "PackageReference")]);
    }

    /// <summary>The projects in the folders below one.</summary>
    public static IReadOnlyList<ProjectFile> In(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The project and all that it references, whether itself or through another.</summary>
    public IReadOnlyList<ProjectFile> Closure() =>
        [.. References.SelectMany(static path => Read(path).Closure()).Append(this).DistinctBy(static p => p.Path)];

    private static IEnumerable<string> Includes(XElement root, string item) =>
        root.Descendants(item).Select(static element => element.Attribute("Include")?.Value ?? "").Where(static value => value.Length > 0);
}
