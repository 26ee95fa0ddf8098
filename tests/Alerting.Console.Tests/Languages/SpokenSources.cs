using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Alerting.Console.Languages;

namespace Alerting.Console.Tests.Languages;

/// <summary>What the sources of the console say, and what its resources have of it.</summary>
internal static partial class SpokenSources
{
    private static readonly string s_folder = Repository.PathOf("src", "Alerting.Console");

    /// <summary>All files that may say something.</summary>
    public static IReadOnlyList<(string Path, string Text)> Files { get; } =
    [
        .. new[] { "*.cs", "*.razor" }.SelectMany(kind => Directory.EnumerateFiles(s_folder, kind, SearchOption.AllDirectories))
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(static path => (path, File.ReadAllText(path))),
    ];

    /// <summary>Keys of texts, and whether they have plurals.</summary>
    public static IReadOnlyDictionary<string, bool> Keys()
    {
        var keys = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (path, text) in Files)
        {
            // The type that says them calls itself.
            var isSpoken = Path.GetFileName(path) == "Spoken.cs";
            foreach (Match call in (isSpoken ? OwnCall() : Call()).Matches(text))
            {
                keys[Joined(call.Groups["key"].Value)] = false;
            }

            foreach (Match call in (isSpoken ? OwnCount() : Count()).Matches(text))
            {
                keys[Joined(call.Groups["key"].Value)] = true;
            }
        }

        return keys;
    }

    /// <summary>Calls with something else than a text: nobody could say which texts need translations.</summary>
    public static IReadOnlyList<string> UnreadableCalls() =>
    [
        .. Files.Where(static file => Path.GetFileName(file.Path) != "Spoken.cs").SelectMany(static file =>
            AnyCall().Matches(file.Text).Select(static call => call.Index)
                .Except(Call().Matches(file.Text).Concat(Count().Matches(file.Text)).Select(static call => call.Index))
                .Select(index => $"{Path.GetFileName(file.Path)}: {file.Text.Substring(index, Math.Min(60, file.Text.Length - index))}")),
    ];

    /// <summary>Keys of the names of values: of each enumeration of which the compiled console names a value.</summary>
    public static IReadOnlySet<string> Names()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var file = new PEReader(File.OpenRead(typeof(Spoken).Assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var type in Enumerable.Range(1, metadata.GetTableRowCount(TableIndex.MethodSpec))
            .Select(row => metadata.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row)))
            .Where(spec => IsNaming(metadata, spec.Method)).Select(spec => TypeOf(metadata, spec.Signature)).OfType<string>().Distinct())
        {
            var enumeration = AppDomain.CurrentDomain.GetAssemblies()
                .Where(static assembly => assembly.GetName().Name!.StartsWith("Alerting.", StringComparison.Ordinal))
                .Select(assembly => assembly.GetType(type)).First(static found => found is not null)!;
            names.UnionWith(EnumNames.All(enumeration).Select(name => $"{enumeration.Name}.{name}"));
        }

        return names;
    }

    /// <summary>The texts of a language by their keys.</summary>
    public static IReadOnlyDictionary<string, string> Texts(string code) =>
        XDocument.Load(Path.Combine(s_folder, "Languages", $"Texts.{code}.resx")).Root!.Elements("data").ToDictionary(
            static data => data.Attribute("name")!.Value, static data => data.Element("value")!.Value, StringComparer.Ordinal);

    /// <summary>What stands in a text besides words, each once.</summary>
    public static IReadOnlyList<string> Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(static match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    private static bool IsNaming(MetadataReader metadata, EntityHandle method) => method.Kind == HandleKind.MethodDefinition
        && metadata.GetMethodDefinition((MethodDefinitionHandle)method) is var definition
        && metadata.GetString(definition.Name) is "Name" or "Words"
        && metadata.GetString(metadata.GetTypeDefinition(definition.GetDeclaringType()).Name) == nameof(Spoken);

    /// <summary>The full name of the one type that a generic method is called with; null where it is a parameter itself.</summary>
    private static string? TypeOf(MetadataReader metadata, BlobHandle signature)
    {
        var reader = metadata.GetBlobReader(signature);
        reader.ReadByte();
        reader.ReadCompressedInteger();
        return (SignatureTypeCode)reader.ReadByte() is var code && (byte)code != 0x11 ? null : reader.ReadTypeHandle() switch
        {
            { Kind: HandleKind.TypeReference } handle => metadata.GetTypeReference((TypeReferenceHandle)handle) is var type
                ? $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}" : null,
            { Kind: HandleKind.TypeDefinition } handle => metadata.GetTypeDefinition((TypeDefinitionHandle)handle) is var type
                ? $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}" : null,
            _ => null,
        };
    }

    /// <summary>A literal of several parts is one text.</summary>
    private static string Joined(string literals) => Regex.Unescape(string.Concat(
        Literal().Matches(literals).Select(static literal => literal.Value[1..^1])));

    private const string LiteralPattern = """
        "(?:[^"\\]|\\.)*"
        """;

    private const string TextPattern = LiteralPattern + @"(?:\s*\+\s*" + LiteralPattern + ")*";

    [GeneratedRegex(LiteralPattern)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\bSpoken\.(?:Of|Mix)\(\s*(?<key>" + TextPattern + ")")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<![\w.])(?:Of|Mix)\(\s*(?<key>" + TextPattern + ")")]
    private static partial Regex OwnCall();

    /// <summary>The number is whatever stands before the first two texts that follow each other.</summary>
    [GeneratedRegex(@"\bSpoken\.Count\((?:(?!" + LiteralPattern + @")[\s\S])*?" + TextPattern + @"\s*,\s*(?<key>" + TextPattern + ")")]
    private static partial Regex Count();

    [GeneratedRegex(@"(?<![\w.])Count\((?:(?!" + LiteralPattern + @")[\s\S])*?" + TextPattern + @"\s*,\s*(?<key>" + TextPattern + ")")]
    private static partial Regex OwnCount();

    [GeneratedRegex(@"\bSpoken\.(?:Of|Mix|Count)\(")]
    private static partial Regex AnyCall();

    [GeneratedRegex(@"\{\d+(?::[^}]*)?\}")]
    private static partial Regex Placeholder();
}
