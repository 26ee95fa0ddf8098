namespace Alerting.Client;

/// <summary>What was got or put, with what it takes to change it only if nobody else has meanwhile.</summary>
/// <param name="Value">The resource.</param>
/// <param name="Tag">Its strong entity tag, with quotes.</param>
/// <param name="IsNew">Whether a put has created it.</param>
public sealed record Tagged<T>(T Value, string Tag, bool IsNew = false);

/// <summary>What must be there for a change to be made; else the server answers 412 <c>precondition-failed</c>.</summary>
public readonly record struct Expect
{
    private Expect(string? match, string? noneMatch) => (Match, NoneMatch) = (match, noneMatch);

    /// <summary>Whatever is there is changed.</summary>
    public static Expect Anything => default;

    /// <summary>There is nothing yet.</summary>
    public static Expect Nothing { get; } = new(null, "*");

    internal string? Match { get; }

    internal string? NoneMatch { get; }

    /// <summary>It is still as it was got.</summary>
    /// <param name="tag">Of <see cref="Tagged{T}"/>.</param>
    public static Expect Unchanged(string tag) => new(tag, null);
}
