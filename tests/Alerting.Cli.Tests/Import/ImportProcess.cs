using System.Diagnostics;

namespace Alerting.Cli.Tests.Import;

/// <summary>The command as a process of its own.</summary>
internal static class ImportProcess
{
    public static async Task<Imported> RunAsync(string? key, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "alerting.dll"), "import", .. arguments]);
        start.Environment[CliEnvironment.KeyVariable] = key;
        var run = await ProgramRun.ToEndAsync(start);
        return new Imported(run.ExitCode, run.Output, [.. run.ErrorLines]);
    }
}
