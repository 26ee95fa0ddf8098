using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Alerting.Architecture.Tests.Projects;

/// <summary>What a compiled assembly uses.</summary>
/// <param name="References">Names of other assemblies.</param>
/// <param name="Types">Full names of types of other assemblies.</param>
internal sealed record CompiledAssembly(IReadOnlyList<string> References, IReadOnlyList<string> Types)
{
    public static CompiledAssembly Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return new CompiledAssembly(
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [
                .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                    .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
            ]);
    }
}
