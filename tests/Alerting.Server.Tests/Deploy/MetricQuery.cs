using System.Text.RegularExpressions;

namespace Alerting.Server.Tests.Deploy;

/// <summary>
/// The series and labels that a PromQL expression names. What it does not know it refuses, so that a misspelt function
/// is not passed over and a misspelt metric is taken for one.
/// </summary>
internal sealed partial class MetricQuery
{
    private static readonly HashSet<string> s_functions = new(StringComparer.Ordinal)
    {
        "sum", "min", "max", "avg", "count", "topk", "bottomk", "quantile", "rate", "increase", "irate", "delta", "resets", "changes",
        "histogram_quantile", "absent", "vector", "clamp_min", "max_over_time", "min_over_time", "avg_over_time", "time",
    };

    private static readonly HashSet<string> s_groupings =
        new(StringComparer.Ordinal) { "by", "without", "on", "ignoring", "group_left", "group_right" };
    private static readonly HashSet<string> s_operators = new(StringComparer.Ordinal) { "and", "or", "unless", "bool", "offset" };

    private readonly List<Selector> _selectors = [];
    private readonly List<string> _grouped = [];

    private MetricQuery()
    {
    }

    public IReadOnlyList<Selector> Selectors => _selectors;

    /// <summary>Labels by which is grouped or joined.</summary>
    public IReadOnlyList<string> Grouped => _grouped;

    public static MetricQuery Parse(string expression)
    {
        var query = new MetricQuery();
        var tokens = Tokens().Matches(expression).Select(static m => m.Value).Where(static t => !string.IsNullOrWhiteSpace(t)).ToList();
        if (tokens.Exists(static t => t is "\"" or "'"))
        {
            throw new FormatException($"An open string in: {expression}");
        }

        for (var i = 0; i < tokens.Count; i++)
        {
            i = query.Take(tokens, i, expression);
        }

        return query;
    }

    private int Take(List<string> tokens, int at, string expression)
    {
        var word = tokens[at];
        var next = at + 1 < tokens.Count ? tokens[at + 1] : "";
        if (!IsWord(word))
        {
            return word is "{" or "}" ? throw new FormatException($"A selector without a metric in: {expression}") : at;
        }

        if (s_groupings.Contains(word))
        {
            var end = tokens.IndexOf(")", at);
            _grouped.AddRange(tokens[(at + 2)..end].Where(IsWord));
            return end;
        }

        if (s_operators.Contains(word) || (s_functions.Contains(word) && (next == "(" || s_groupings.Contains(next))))
        {
            return at;
        }

        if (next == "(")
        {
            throw new FormatException($"Unknown function '{word}' in: {expression}");
        }

        if (next != "{")
        {
            _selectors.Add(new Selector(word, []));
            return at;
        }

        var close = tokens.IndexOf("}", at);
        _selectors.Add(new Selector(word, [.. tokens[(at + 2)..close].Where(IsWord)]));
        return close;
    }

    private static bool IsWord(string token) => char.IsLetter(token[0]) || token[0] == '_';

    // Strings whole, ranges whole, numbers and durations whole, words, anything else by character.
    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\[[^\]]*\]|[0-9][0-9a-zA-Z.]*|[a-zA-Z_:][a-zA-Z0-9_:]*|\s+|.
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tokens();

    internal sealed record Selector(string Metric, IReadOnlyList<string> Labels);
}
