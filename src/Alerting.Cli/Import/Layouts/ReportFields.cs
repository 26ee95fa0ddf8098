using System.Text.Json;
using Alerting.Cli.CommandLine;

namespace Alerting.Cli.Import.Layouts;

/// <summary>The fields as users name them: like the members of a report.</summary>
internal static class ReportFields
{
    private static readonly Dictionary<ReportField, string> s_names = Enum.GetValues<ReportField>()
        .ToDictionary(static field => field, static field => JsonNamingPolicy.CamelCase.ConvertName(field.ToString()));

    public static IReadOnlyCollection<string> Names => s_names.Values;

    public static string NameOf(ReportField field) => s_names[field];

    /// <summary>Reads <c>town=NAME</c>s; several of one field are tried in their order.</summary>
    /// <exception cref="UsageException">One is written otherwise, or names a field that is none.</exception>
    public static IReadOnlyDictionary<ReportField, IReadOnlyList<string>> Read(IEnumerable<string> mappings)
    {
        var columns = new Dictionary<ReportField, List<string>>();
        foreach (var mapping in mappings)
        {
            if (mapping.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } column])
            {
                throw new UsageException($"--field is FIELD=COLUMN, as in --field town=City, not '{mapping}'.");
            }

            var field = FieldOf(name);
            (columns.TryGetValue(field, out var known) ? known : columns[field] = []).Add(column);
        }

        return columns.ToDictionary(static row => row.Key, static IReadOnlyList<string> (row) => row.Value);
    }

    private static ReportField FieldOf(string name)
    {
        foreach (var (field, known) in s_names)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return field;
            }
        }

        throw new UsageException(CommandFault.WithHint(
            $"--field knows no field '{name}', only {string.Join(", ", Names)}", name, Names));
    }
}
