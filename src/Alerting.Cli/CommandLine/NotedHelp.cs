using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Alerting.Cli.CommandLine;

/// <summary>The help of a command, and notes below it.</summary>
internal sealed class NotedHelp(string notes) : SynchronousCommandLineAction
{
    private const int Width = 120;

    private readonly HelpAction _help = new() { MaxWidth = Width };

    public override int Invoke(ParseResult parseResult)
    {
        var code = _help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.Write(notes);
        return code;
    }
}
