using Alerting.Alerts;

namespace Alerting.Console.Alerts;

/// <summary>What a revision of an alert did to an item of its evidence.</summary>
public enum EvidenceChange
{
    /// <summary>Nothing: it is as it was.</summary>
    None,

    /// <summary>It was not there before.</summary>
    New,

    /// <summary>It was told otherwise before.</summary>
    Changed,

    /// <summary>It is not there any more.</summary>
    Gone,
}

/// <summary>An item of evidence, and what a revision did to it.</summary>
/// <param name="Item">As it is now; one that is gone, as it was.</param>
/// <param name="Change">What the revision did to it.</param>
/// <param name="Words">Of one that changed: what of it, such as <c>killed 2 to 4</c>.</param>
public sealed record EvidenceRow(EvidenceItem Item, EvidenceChange Change, IReadOnlyList<string> Words)
{
    /// <summary>A word for people; empty where nothing changed.</summary>
    public string Name => Change == EvidenceChange.None ? "" : EnumNames.ToName(Change);
}
