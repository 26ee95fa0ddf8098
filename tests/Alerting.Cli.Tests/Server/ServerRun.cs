using System.Text;
using Xunit;

namespace Alerting.Cli.Tests.Server;

/// <summary>Runs commands against a server.</summary>
internal sealed class ServerRun(RunningServer server)
{
    public static string Text(MemoryStream output) => Encoding.UTF8.GetString(output.ToArray());

    /// <summary>What a command that goes well writes, line by line; an answer as JSON as one.</summary>
    public async Task<List<string>> DoneAsync(params string[] arguments)
    {
        using var output = new MemoryStream();
        Assert.Equal((0, ""), await RunAsync(arguments, output, TestContext.Current.CancellationToken));
        return arguments is [.., "--output", "json"]
            ? [Text(output).ReplaceLineEndings("")]
            : [.. Text(output).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    public async Task<(int Code, string Errors)> RunAsync(string[] arguments, MemoryStream output, CancellationToken cancellationToken)
    {
        await using var errors = new StringWriter();
        var console = new CliConsole(static () => Stream.Null, () => output, errors);
        var environment = new CliEnvironment(server.Key, TimeProvider.System) { Url = server.Url.ToString() };
        var code = await AlertingCommand.RunAsync(arguments, console, environment, cancellationToken);
        return (code, errors.ToString().TrimEnd());
    }
}
