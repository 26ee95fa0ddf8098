using System.Diagnostics;
using Xunit;

namespace Alerting.Server.Tests.Deploy;

/// <summary>A program that may be installed on this machine.</summary>
internal static class Tool
{
    /// <summary>Where it is; the test is skipped when it is nowhere.</summary>
    public static string FindOrSkip(string name, string origin)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{name} is not installed ({origin}).");
        return path!;
    }

    /// <summary>What it says when it ends well; else the test fails with what it said.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments) =>
        (await ProgramRun.ToEndAsync(new ProcessStartInfo(program, arguments))).OutputOfSuccess();
}
