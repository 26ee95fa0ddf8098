namespace Alerting.Console.Shown;

/// <summary>Codes and ids that people write in a line, with commas or spaces between.</summary>
internal static class CodeList
{
    /// <summary>In the order in which they were written, each once.</summary>
    public static IReadOnlyList<string> Parse(string text) =>
        [.. text.Split([',', ' ', ';', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public static string Format(IEnumerable<string> codes) => string.Join(", ", codes);
}
