using Alerting.Engine.Names;

namespace Alerting.Server.Starting;

/// <summary>The parsed command line. Settings are only checked by name here; their values are bound later.</summary>
/// <param name="Demo">Whether to play the founding scenario.</param>
/// <param name="AdminKey">Whether to make an admin key and exit.</param>
/// <param name="Help">Whether to print the usage and exit.</param>
/// <param name="AcceptLoss">Whether to continue with a store that lost data or was exchanged.</param>
/// <param name="Settings">The other arguments, in the form of the configuration.</param>
/// <param name="Fault">Why the command line is not valid; null when it is.</param>
internal sealed record CommandLine(bool Demo, bool AdminKey, bool Help, bool AcceptLoss, string[] Settings, string? Fault)
{
    private const string AdminKeyWord = "admin-key";
    private const string AcceptLossSwitch = "--accept-loss";
    private static readonly string[] s_words = ["demo", AdminKeyWord, "help"];

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var command = new CommandLine(Demo: false, AdminKey: false, Help: false, AcceptLoss: false, [], null);
        var settings = new List<string>();
        for (var i = 0; i < arguments.Count && command.Fault is null; i++)
        {
            var argument = arguments[i];
            if (argument is "--help" or "-h" or "-?" or "help")
            {
                command = command with { Help = true };
            }
            else if (argument == AcceptLossSwitch)
            {
                command = command with { AcceptLoss = true };
            }
            else if (argument == "demo" && i == 0)
            {
                command = command with { Demo = true };
            }
            else if (argument == AdminKeyWord && i == 0)
            {
                command = command with { AdminKey = true };
            }
            else if (FaultOf(argument) is { } fault)
            {
                command = command with { Fault = fault };
            }
            else
            {
                settings.Add(argument);
                if (!argument.Contains('=', StringComparison.Ordinal))
                {
                    // The setting was named without a value, which is the next argument.
                    if (++i == arguments.Count)
                    {
                        return command with { Fault = $"'{NearestName.Shown(argument)}' needs a value." };
                    }

                    settings.Add(arguments[i]);
                }
            }
        }

        return command with { Settings = [.. settings] };
    }

    private static string? FaultOf(string argument)
    {
        var isSetting = argument.StartsWith("--", StringComparison.Ordinal) || argument.Contains('=', StringComparison.Ordinal);
        var name = argument.TrimStart('-').Split('=', 2)[0].Replace("__", ":", StringComparison.Ordinal);
        if (isSetting && KnownSettings.Contains(name))
        {
            return null;
        }

        IEnumerable<string> names = isSetting ? [.. KnownSettings.All, AcceptLossSwitch[2..], "help"] : s_words;
        var near = NearestName.Find(name, names) is { } nearest ? $" Did you mean '{(isSetting ? "--" : "")}{nearest}'?" : "";
        return $"'{NearestName.Shown(argument)}' is not known here.{near} '--help' says what is.";
    }
}
