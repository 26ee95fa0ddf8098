using Alerting.Reports;

namespace Alerting.Engine.Places;

/// <summary>What operators have said of one town of a region: which names it has, and which are another's.</summary>
internal sealed class SettledTown
{
    /// <summary>Tells the town from others of its region; no folded name where an operator has put the place.</summary>
    public required string Key { get; init; }

    /// <summary>How it is shown; null where it is shown as reports write it.</summary>
    public required string? Name { get; init; }

    /// <summary>Its names, folded, in ordinal order; 1 or more.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Folded names that are not this town's, in ordinal order.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    public required Location? Location { get; init; }

    /// <summary>Whether an operator has put the place: it is then in no doubt with another such place.</summary>
    public bool IsPlace => Name is not null;

    public bool SaysTheSame(SettledTown other) =>
        Key == other.Key && Name == other.Name && Location == other.Location && Names.SequenceEqual(other.Names)
        && Others.SequenceEqual(other.Others);
}
