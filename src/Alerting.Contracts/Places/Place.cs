using System.Text.Json.Serialization;
using Alerting.Reports;

namespace Alerting.Places;

/// <summary>A town of one region as an operator knows it: every one of its names is this town, whoever writes it how.</summary>
[GenerateSerializer, Immutable, Alias("alerting.Place")]
public sealed record Place
{
    /// <summary>The most other names of a place.</summary>
    public const int MaxAliases = 100;

    /// <summary>How it is shown, 1..120 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Its other names; compared as names of towns are, so another spelling of case or article is none.</summary>
    [Id(1)] public IReadOnlyList<string> Aliases { get => field ?? []; init; }

    /// <summary>Code of the region that it belongs to; a name in another region is another town.</summary>
    [Id(2)] public required string Region { get; init; }

    /// <summary>Where it lies; null where nobody says.</summary>
    [Id(3)] public Location? Location { get; init; }
}

/// <summary>What an operator has decided of two names of one region, once and for good.</summary>
/// <param name="Region">Code of the region.</param>
/// <param name="First">One name, folded as names are compared.</param>
/// <param name="Second">The other, folded; the greater in ordinal order.</param>
/// <param name="Verdict">Whether they are one town's.</param>
[GenerateSerializer, Immutable, Alias("alerting.NameDecision")]
public sealed record NameDecision(
    [property: Id(0)] string Region,
    [property: Id(1)] string First,
    [property: Id(2)] string Second,
    [property: Id(3)] NameVerdict Verdict);

/// <summary>Whether two names are those of one town.</summary>
public enum NameVerdict : byte
{
    /// <summary>They are names of one town.</summary>
    Same = 0,

    /// <summary>They are names of two towns and never alike again.</summary>
    Different = 1,
}

/// <summary>A version of a place or of a decision on two names, as the catalogue of places keeps it.</summary>
/// <param name="Id">Of a place the slug that it was put under; of a decision see <see cref="NamePair"/>.</param>
/// <param name="Version">1 or more; numbers go on after a deletion.</param>
/// <param name="Definition">The place; null when this is a decision or a deletion.</param>
/// <param name="Decision">The decision; null when this is a place or a deletion.</param>
/// <param name="At">When it was made.</param>
/// <param name="Author">By whom.</param>
/// <param name="Reason">Why, or null.</param>
[GenerateSerializer, Immutable, Alias("alerting.PlaceVersion")]
public sealed record PlaceVersion(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] Place? Definition,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NameDecision? Decision,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] string Author,
    [property: Id(6)] string? Reason) : IVersioned
{
    bool IVersioned.IsDeletion => Definition is null && Decision is null;

    /// <summary>The region that it is about; null for a deletion.</summary>
    [JsonIgnore]
    public string? Region => Definition?.Region ?? Decision?.Region;
}
