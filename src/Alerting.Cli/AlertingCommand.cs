using System.CommandLine;
using Alerting.Cli.Access;
using Alerting.Cli.Audit;
using Alerting.Cli.CommandLine;
using Alerting.Cli.Handovers;
using Alerting.Cli.Import;
using Alerting.Cli.OnCall;
using Alerting.Cli.Silences;

namespace Alerting.Cli;

/// <summary>The command <c>alerting</c>, from its arguments to its exit code.</summary>
internal static class AlertingCommand
{
    // Files may have names that begin with @, which is no list of further arguments.
    private static readonly ParserConfiguration s_parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, CliConsole console, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var root = new RootCommand(
            "Works with a server of alerts: sends it reports of conflict data, holds deliveries back, tells who is on call and what "
            + "a shift hands over, manages its keys, and lists who has changed what.")
        {
            new ImportCommand(console, environment),
            new SilencesCommand(console, environment),
            new OnCallCommand(console, environment),
            new HandoverCommand(console, environment),
            new KeysCommand(console, environment),
            new AuditCommand(console, environment),
        };
        var parsed = root.Parse(arguments, s_parsing);
        if (CommandFault.Of(parsed) is { } fault)
        {
            await console.Error.WriteLineAsync(fault);
            return ExitCodes.Misused;
        }

        await using var help = new StreamWriter(console.Output(), leaveOpen: true);
        var invocation = new InvocationConfiguration { Output = help, Error = console.Error, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (UsageException misused)
        {
            await console.Error.WriteLineAsync(misused.Message);
            return ExitCodes.Misused;
        }
        catch (Exception failure) when (failure is CommandFailedException or IOException)
        {
            await console.Error.WriteLineAsync(failure.Message);
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("Cancelled.");
            return ExitCodes.Failed;
        }
    }
}
