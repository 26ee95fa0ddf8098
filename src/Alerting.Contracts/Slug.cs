using System.Buffers;

namespace Alerting;

/// <summary>Identifiers that people choose: of thresholds, subscriptions and kinds.</summary>
public static class Slug
{
    /// <summary>Characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The rule in words, for messages.</summary>
    public const string Rule = "1 to 64 characters of a-z, 0-9 and '-' are expected";

    /// <summary>The rule as a regular expression (ECMA-262).</summary>
    public const string Pattern = "^[a-z0-9-]{1,64}$";

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether a text is such an identifier, as <see cref="Rule"/> says.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && text.AsSpan().IndexOfAnyExcept(s_allowed) < 0;
}
