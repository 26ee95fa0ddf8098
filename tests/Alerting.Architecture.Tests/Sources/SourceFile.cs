using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Alerting.Architecture.Tests.Sources;

/// <summary>A file of C#.</summary>
/// <param name="Path">From the root of the repository, with '/'.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private readonly Lazy<SyntaxNode> _syntax = new(() => CSharpSyntaxTree.ParseText(Text).GetRoot());

    public IReadOnlyList<string> Lines { get; } = Text.TrimEnd('\n').Split('\n');

    public SyntaxNode Syntax => _syntax.Value;

    /// <summary>The files below a folder of the repository.</summary>
    public static IReadOnlyList<SourceFile> In(params string[] folder)
    {
        var root = Repository.PathOf(folder);
        return Directory.Exists(root)
            ?
            [
                .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                    .Where(static path => !IsBuilt(path))
                    .Order(StringComparer.Ordinal)
                    .Select(static path =>
                        new SourceFile(System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText(path))),
            ]
            : [];
    }

    /// <summary>Whether a build made it.</summary>
    public static bool IsBuilt(string path) =>
        path.Split(System.IO.Path.DirectorySeparatorChar, '/') is var parts && (parts.Contains("obj") || parts.Contains("bin"));
}
