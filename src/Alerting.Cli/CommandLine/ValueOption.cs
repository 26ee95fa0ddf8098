using System.CommandLine;
using System.Text;

namespace Alerting.Cli.CommandLine;

/// <summary>Options with a value that is refused by a sentence of its own.</summary>
internal static class ValueOption
{
    public static Option<string?> Text(string name, string valueName, string description) =>
        Of<string?>(name, valueName, description, static text => text);

    /// <summary>The value is one of an enumeration, null where the option is not stated.</summary>
    public static Option<TEnum?> OneOf<TEnum>(string name, string description)
        where TEnum : struct, Enum =>
        Of<TEnum?>(name, string.Join('|', EnumNames.All<TEnum>()), description, text => EnumNames.TryParse<TEnum>(text, out var value)
            ? value
            : throw new UsageException(CommandFault.WithHint(
                $"{name} is {string.Join(" or ", EnumNames.All<TEnum>())}, not '{text}'", text, EnumNames.All<TEnum>())));

    /// <summary>An instant of RFC 3339, null where the option is not stated.</summary>
    public static Option<DateTimeOffset?> Instant(string name, string description) =>
        Of<DateTimeOffset?>(name, "INSTANT", description, text => Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant)
            ? instant
            : throw new UsageException($"{name} must be an instant such as 2030-01-01T00:00:00Z, not '{text}'."));

    /// <summary>A duration of ISO 8601, null where the option is not stated.</summary>
    public static Option<Duration?> Span(string name, string description) =>
        Of<Duration?>(name, "DURATION", description, text => Duration.TryParse(text, out var duration)
            ? duration
            : throw new UsageException($"{name} must be an ISO 8601 duration such as PT24H, not '{text}'."));

    /// <summary>An option that may be repeated.</summary>
    public static Option<string[]> Several(string name, string valueName, string description) => new(name)
    {
        HelpName = valueName,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
    };

    /// <param name="read">Reads the value; <see cref="UsageException"/> refuses it.</param>
    public static Option<T> Of<T>(string name, string valueName, string description, Func<string, T> read) => new(name)
    {
        HelpName = valueName,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            try
            {
                return text.Length > 0 ? read(text) : throw new UsageException(CommandFault.NeedsValue(name));
            }
            catch (UsageException refused)
            {
                result.AddError(refused.Message);
                return default;
            }
        },
    };
}
