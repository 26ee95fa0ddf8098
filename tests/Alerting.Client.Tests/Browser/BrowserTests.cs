using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Alerting.Client.Tests.Browser;

/// <summary>The contract and its client go where .NET goes in a browser.</summary>
public sealed class BrowserTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_page_in_web_assembly_builds_with_contracts_and_client_and_brings_no_server_along()
    {
        var folder = Directory.CreateTempSubdirectory("alerting-browser-");
        try
        {
            Copy(Path.Combine(Here(), "App"), folder.FullName);
            File.Move(Path.Combine(folder.FullName, "App.csproj.template"), Path.Combine(folder.FullName, "App.csproj"));
            await BuildAsync(folder.FullName);

            var assemblies = Directory.GetFiles(folder.FullName, "*.dll", SearchOption.AllDirectories)
                .Concat(Directory.GetFiles(folder.FullName, "*.wasm", SearchOption.AllDirectories))
                .Select(static file => Path.GetFileName(file))
                .ToHashSet(StringComparer.Ordinal);
            Assert.Contains(assemblies, static file => file.StartsWith("Alerting.Client.", StringComparison.Ordinal));
            Assert.Contains(assemblies, static file => file.StartsWith("Alerting.Contracts.", StringComparison.Ordinal));
            Assert.DoesNotContain(assemblies, static file => file.StartsWith("Orleans.Runtime", StringComparison.Ordinal));
            Assert.DoesNotContain(assemblies, static file => file.StartsWith("Microsoft.AspNetCore.Http", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What is built of the sources goes to the folder, too: nothing else that builds them is disturbed.</summary>
    private async Task BuildAsync(string folder)
    {
        var sources = Repository.PathOf("src");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "build", "App.csproj", "-nologo", "-v", "q", "-m:1", $"-p:Sources={sources}", "--artifacts-path",
                Path.Combine(folder, "out") },
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var build = Process.Start(start)!;
        var said = await Task.WhenAll(build.StandardOutput.ReadToEndAsync(), build.StandardError.ReadToEndAsync());
        await build.WaitForExitAsync();
        output.WriteLine(string.Concat(said));
        Assert.True(build.ExitCode == 0, string.Concat(said));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
