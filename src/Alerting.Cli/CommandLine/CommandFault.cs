using System.CommandLine;
using System.CommandLine.Parsing;
using Alerting.Engine.Names;

namespace Alerting.Cli.CommandLine;

/// <summary>What of a command line cannot be meant, as one sentence with what was most likely meant.</summary>
internal static class CommandFault
{
    /// <summary>Null when all of it can be meant.</summary>
    public static string? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (Unknown(parsed) is { } unknown)
        {
            var isOption = unknown.StartsWith('-');
            IEnumerable<string> names = isOption ? Options(parsed.CommandResult) : command.Subcommands.Select(static c => c.Name);
            var sentence = $"There is no {(isOption ? "option" : "command")} {NearestName.Shown(unknown)}, see {NameOf(command)}--help";
            return WithHint(sentence, unknown, names);
        }

        var options = parsed.CommandResult.Children.OfType<OptionResult>().Where(static option => !option.Implicit).ToList();
        return options.Find(IsWithoutValue) is { } empty ? NeedsValue(empty.Option.Name)
            : options.Find(IsRepeated) is { } twice ? $"{twice.Option.Name} is stated twice."
            : parsed.Errors is [var first, ..] ? first.Message
            : null;
    }

    private static bool IsWithoutValue(OptionResult option) => option.Tokens.Count < option.Option.Arity.MinimumNumberOfValues;

    private static bool IsRepeated(OptionResult option) =>
        option.IdentifierTokenCount > Math.Max(1, option.Option.Arity.MaximumNumberOfValues);

    public static string NeedsValue(string option) => $"{option} needs a value.";

    /// <summary>A sentence that ends with what may have been meant, if anything is near.</summary>
    public static string WithHint(string sentence, string text, IEnumerable<string> names) =>
        sentence + (NearestName.Find(text, names) is { } nearest ? NearestName.Hint(nearest) : ".");

    /// <summary>An option that is unknown is taken for an argument where the command has one.</summary>
    private static string? Unknown(ParseResult parsed) => parsed.UnmatchedTokens
        .Concat(parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(static argument => argument.Tokens)
            .Select(static token => token.Value)
            .Where(static value => value.StartsWith("--", StringComparison.Ordinal)))
        .FirstOrDefault();

    private static IEnumerable<string> Options(CommandResult result) => result.Command.Options
        .Concat(result.Parent is CommandResult above ? above.Command.Options.Where(static option => option.Recursive) : [])
        .Select(static option => option.Name);

    private static string NameOf(Command command) => command is RootCommand ? "" : command.Name + " ";
}
