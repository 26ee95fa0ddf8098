using Alerting.Engine.Names;

namespace Alerting.Server.Starting;

/// <summary>What the process was asked to do. Settings are only looked at by name here; their values are bound later.</summary>
/// <param name="Demo">To play the founding scenario.</param>
/// <param name="Help">To say how it is used, and end.</param>
/// <param name="AcceptLoss">To go on with a store that is not the one that it was.</param>
/// <param name="Settings">The rest, as the configuration takes it.</param>
/// <param name="Fault">What of it cannot be meant; null when all can.</param>
internal sealed record CommandLine(bool Demo, bool Help, bool AcceptLoss, string[] Settings, string? Fault)
{
    private const string AcceptLossSwitch = "--accept-loss";
    private static readonly string[] s_words = ["demo", "help"];

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var command = new CommandLine(Demo: false, Help: false, AcceptLoss: false, [], null);
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
            else if (FaultOf(argument) is { } fault)
            {
                command = command with { Fault = fault };
            }
            else
            {
                settings.Add(argument);
                if (!argument.Contains('=', StringComparison.Ordinal))
                {
                    // The value of a setting that was named without one.
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
