using System.Globalization;
using Alerting.Engine.Names;
using Alerting.Reports;

namespace Alerting.Server.Import;

/// <summary>Reads the command line: <c>--name value</c> or <c>--name=value</c> in any order, and one file.</summary>
internal static class ImportArguments
{
    private static readonly string[] s_names =
        ["--format", "--to", "--key", "--out", "--rejects", "--catalog", "--regions", "--grade", "--source", "--revision", "--ranges", "--near"];

    /// <param name="defaultKey">The key that is used with <c>--to</c> when none is named.</param>
    /// <exception cref="UsageException">It cannot be meant like this.</exception>
    public static ImportOptions Parse(IReadOnlyList<string> arguments, string? defaultKey)
    {
        var (values, file) = Split(arguments);
        var to = values.TryGetValue("--to", out var url) ? Url(url) : null;
        var options = new ImportOptions
        {
            Format = OneOf<ImportFormat>(values, "--format") ?? throw new UsageException($"Name the format: --format {string.Join('|', EnumNames.All<ImportFormat>())}."),
            File = file ?? throw new UsageException($"Name the file to import, or {ImportOptions.StandardInput} for standard input."),
            To = to,
            Key = values.GetValueOrDefault("--key") ?? (to is null ? null : defaultKey),
            Out = values.GetValueOrDefault("--out"),
            Rejects = values.GetValueOrDefault("--rejects"),
            Catalog = values.GetValueOrDefault("--catalog"),
            Regions = values.GetValueOrDefault("--regions"),
            Grade = values.TryGetValue("--grade", out var grade) ? GradeOf(grade) : ImportOptions.DefaultGrade,
            Source = values.GetValueOrDefault("--source"),
            Revision = values.TryGetValue("--revision", out var revision) ? RevisionOf(revision) : null,
            Ranges = OneOf<DateRanges>(values, "--ranges") ?? default,
            Near = OneOf<NearTown>(values, "--near"),
        };
        return options switch
        {
            { To: not null, Out: not null } => throw new UsageException("State --to or --out, not both."),
            { To: not null, Key: null } => throw new UsageException($"--to needs a key: --key, or the environment variable {ImportCommand.KeyVariable}."),
            { To: null, Key: not null } => throw new UsageException("--key is of use with --to only."),
            _ => options,
        };
    }

    private static (Dictionary<string, string> Values, string? File) Split(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? file = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                file = file is null ? argument : throw new UsageException($"One file at a time: '{file}' or '{argument}'.");
                continue;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            if (!s_names.Contains(name))
            {
                throw new UsageException($"There is no option {name}, see import --help{End(name, s_names)}");
            }

            var value = equals >= 0 ? argument[(equals + 1)..] : i + 1 < arguments.Count ? arguments[++i] : "";
            if (value.Length == 0)
            {
                throw new UsageException($"{name} needs a value.");
            }

            if (!values.TryAdd(name, value))
            {
                throw new UsageException($"{name} is stated twice.");
            }
        }

        return (values, file);
    }

    private static TEnum? OneOf<TEnum>(Dictionary<string, string> values, string name)
        where TEnum : struct, Enum =>
        !values.TryGetValue(name, out var text) ? null
        : EnumNames.TryParse<TEnum>(text, out var value) ? value
        : throw new UsageException($"{name} is {string.Join(" or ", EnumNames.All<TEnum>())}, not '{text}'{End(text, EnumNames.All<TEnum>())}");

    /// <summary>How the sentence ends: with what may have been meant, if anything is near.</summary>
    private static string End(string text, IEnumerable<string> names) =>
        NearestName.Find(text, names) is { } nearest ? NearestName.Hint(nearest) : ".";

    private static Uri Url(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new UsageException($"--to must be an http or https address such as http://127.0.0.1:5080, not '{text}'.");

    private static Grade GradeOf(string text) =>
        Grade.TryParse(text, out var grade) ? grade : throw new UsageException($"--grade must be an Admiralty code from A1 to F6, not '{text}'.");

    private static int RevisionOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) && revision > 0
            ? revision
            : throw new UsageException($"--revision must be an integer from 1, not '{text}'.");
}
