using Alerting.Console.Shown;

namespace Alerting.Console.Reports;

/// <summary>Names of towns, compared generously: it is for a warning, and the server decides.</summary>
internal static class TownNames
{
    /// <summary>Whether they may be names of one town: one is not stated, or is the other or a part of it.</summary>
    public static bool MayBeOne(string? one, string? other)
    {
        var (a, b) = (Letters(one), Letters(other));
        return a.Length == 0 || b.Length == 0 || a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal);
    }

    private static string Letters(string? name) => string.Concat(PlainLetters.Of(name ?? "").Where(char.IsLetterOrDigit));
}
