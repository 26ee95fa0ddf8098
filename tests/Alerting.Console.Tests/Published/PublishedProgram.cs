using System.Diagnostics;
using Alerting.Console.Tests.Browser;
using Xunit;

namespace Alerting.Console.Tests.Published;

/// <summary>
/// The server as it is published, with the console trimmed and compressed; published once for the tests of a class, into a folder of its
/// own, from what restoring left, unless the environment names one that is published already.
/// </summary>
public sealed class PublishedProgram : IAsyncLifetime
{
    /// <summary>It takes 2 to 4 minutes on two cores, and more beside other tests.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    private readonly TemporaryDirectory _folder = new();

    /// <summary>Path of the server.</summary>
    public string Server => ServerProgram.Published ?? _folder.File("Alerting.Server.dll");

    public async ValueTask InitializeAsync()
    {
        if (BrowserFixture.Missing is not null || ServerProgram.Published is not null)
        {
            return;
        }

        // Analyzers have seen the same sources in the build of the tests.
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish", Repository.PathOf("src", "Alerting.Server", "Alerting.Server.csproj"), "--no-restore", "-nologo", "-v", "quiet",
                "-c", "Release", "-o", _folder.Path, "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false", "-nodeReuse:false",
            ]);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        (await ProgramRun.ToEndAsync(start, s_patience)).OutputOfSuccess();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
