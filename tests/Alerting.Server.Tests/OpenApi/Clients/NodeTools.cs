using System.Diagnostics;
using Alerting.Server.Tests.EndToEnd;
using Xunit;

namespace Alerting.Server.Tests.OpenApi.Clients;

/// <summary>Tools of the Node world in the versions of the lock file, in a directory of their own.</summary>
public sealed class NodeTools : IAsyncLifetime
{
    /// <summary>Names a node executable with npm beside it. Installing needs the package registry.</summary>
    private const string Variable = "ALERTING_TEST_NODE";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly string? s_node = Environment.GetEnvironmentVariable(Variable);

    private readonly string _directory = Directory.CreateTempSubdirectory("alerting-node-").FullName;

    /// <summary>A server to describe and to call, and where it tells of alerts.</summary>
    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrEmpty(s_node))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Clients", "TypeScript")))
        {
            File.Copy(file, Path.Combine(_directory, Path.GetFileName(file)));
        }

        await RunAsync(Path.Combine(Path.GetDirectoryName(s_node)!, "npm"), ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        Server = await ServerProcess.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_directory, "openapi.json"), (await Server.ContractAsync()).Text);
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Skips the test where there is no node.</summary>
    public static void SkipWithoutNode() => Assert.SkipWhen(string.IsNullOrEmpty(s_node), $"{Variable} does not name a node executable.");

    /// <summary>Runs a JavaScript file of the directory; what it says when it ends well, else the test fails with what it said.</summary>
    public Task<string> NodeAsync(string script, string[] arguments, params (string Name, string Value)[] environment) =>
        RunAsync(s_node!, [script, .. arguments], environment);

    private async Task<string> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _directory };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return (await ProgramRun.ToEndAsync(start, s_patience)).OutputOfSuccess();
    }
}
