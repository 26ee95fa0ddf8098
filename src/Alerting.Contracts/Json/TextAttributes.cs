using System.ComponentModel.DataAnnotations;

namespace Alerting.Json;

/// <summary>
/// A name, an id or another text of one line: 1 Unicode code point or more, up to a limit, not blank, without control
/// characters and without characters that change the direction of the text around it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LineAttribute : StringLengthAttribute
{
    /// <summary>A line of at most so many Unicode code points.</summary>
    public LineAttribute(int maximum)
        : base(maximum) => MinimumLength = 1;
}

/// <summary>
/// Whole sentences: Unicode code points up to a limit, of several lines if need be, without characters
/// that change the direction of the text around them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ProseAttribute(int maximum) : StringLengthAttribute(maximum);

/// <summary>A list of items up to a limit; those that are texts are of one line, see <see cref="LineAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute(int maximum) : MaxLengthAttribute(maximum)
{
    /// <summary>Unicode code points of an item that is a text.</summary>
    public int MaxItemLength { get; init; } = 64;
}
