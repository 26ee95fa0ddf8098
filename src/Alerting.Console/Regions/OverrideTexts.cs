using Alerting.Console.Shown.Forms;
using Alerting.Regions;

namespace Alerting.Console.Regions;

/// <summary>What is said of the fields of a level that is set by hand.</summary>
internal static class OverrideTexts
{
    public static readonly FieldText Level = new("$.level", Spoken.Of("Level"),
        Spoken.Of("Shown whatever the figures say, until it ends."));

    public static readonly FieldText Reason = new("$.reason", Spoken.Of("Reason"),
        Spoken.Of("Everybody who looks at the region reads it."));

    public static readonly FieldText ExpiresAt = new("$.expiresAt", Spoken.Of("Ends"),
        Spoken.Of("On the clocks here. Empty: when somebody ends it."));

    /// <summary>Somebody else was first.</summary>
    public static readonly FormFault Existing = new(Spoken.Of("Somebody has set the level meanwhile. Cancel, and look at what they set."));

    public static readonly IReadOnlyList<Choice<ThreatLevel>> Levels =
        [.. Enum.GetValues<ThreatLevel>().Select(static level => new Choice<ThreatLevel>(level, $"{(int)level} {Spoken.Name(level)}"))];
}
