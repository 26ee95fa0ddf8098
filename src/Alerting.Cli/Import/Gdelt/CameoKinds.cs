using Alerting.Cli.Import.Kinds;

namespace Alerting.Cli.Import.Gdelt;

/// <summary>
/// What the codes of CAMEO (Conflict and Mediation Event Observations) are as kinds; null where a code below one that is an
/// incident is none. What is not in the table is words, diplomacy, aid and sanctions.
/// </summary>
internal static class CameoKinds
{
    public static CodeTable<string?> All { get; } = new(
    [
        // 14 protest
        ("14", "protest"),
        ("145", "riot"),

        // 15 exhibit force posture: raising an alert level is no movement
        ("150", "troop-movement"),
        ("152", "troop-movement"),
        ("153", "troop-movement"),
        ("154", "troop-movement"),

        // 17 coerce: without sanctions, bans, expulsions and attacks on computers
        ("171", "looting"),
        ("173", "arrest"),
        ("175", "shooting"),

        // 18 assault
        ("18", "shooting"),
        ("181", "abduction"),
        ("182", "mob-violence"),
        ("1821", "sexual-violence"),
        ("1823", "shooting"),
        ("183", "ied"),
        ("1831", "suicide-bomb"),
        ("1832", "vehicle-bomb"),
        ("184", "abduction"),
        ("185", "assassination"),
        ("186", "assassination"),

        // 19 fight
        ("19", "armed-clash"),
        ("191", "checkpoint-set-up"),
        ("192", "territory-seized"),
        ("194", "shelling"),
        ("195", "air-strike"),

        // 20 use unconventional mass violence
        ("20", "mass-killing"),
        ("201", null),
        ("204", "shelling"),
    ]);
}
