using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using Xunit;

namespace Alerting.Server.Tests.OpenApi.Clients;

/// <summary>A client that NSwag generates from the description of the API.</summary>
internal static class NSwagClient
{
    public const string Namespace = "Alerting.Generated";

    /// <summary>The names of enumerations, of which System.Text.Json knows since version 9.</summary>
    private const decimal JsonVersion = 10;

    /// <summary>What System.Text.Json must be told of arrays of names, for which NSwag has a "TODO(system.text.json)".</summary>
    public const string Names = $$"""
        namespace {{Namespace}};

        public partial class AlertingClient
        {
            static partial void UpdateJsonSerializerSettings(System.Text.Json.JsonSerializerOptions settings) =>
                settings.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter());
        }
        """;

    public static async Task<string> GenerateAsync(string description, CSharpJsonLibrary library)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "AlertingClient",

            // With its offset.
            ParameterDateTimeFormat = "O",
            CSharpGeneratorSettings =
            {
                Namespace = Namespace,
                JsonLibrary = library,
                JsonLibraryVersion = JsonVersion,
                GenerateNullableReferenceTypes = true,
            },
        };
        return new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(description), settings).GenerateFile();
    }

    /// <summary>An assembly of the sources, which must compile.</summary>
    public static Assembly Compile(params string[] sources)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; "
            + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            Namespace,
            [.. sources.Append(Usings).Select(source => CSharpSyntaxTree.ParseText(source, options))],
            platform.Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success,
            string.Join('\n', result.Diagnostics.Where(static fault => fault.Severity == DiagnosticSeverity.Error).Take(20)));
        assembly.Position = 0;
        return new AssemblyLoadContext(Namespace).LoadFromStream(assembly);
    }
}
