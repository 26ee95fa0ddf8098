using Alerting.Cli.Import.Records;

namespace Alerting.Cli.Import.Gtd;

/// <summary>What the attacks of GTD are as kinds: by the type of the attack, the weapon and the target, each by its number.</summary>
internal static class GtdKinds
{
    private const int ArmedAssault = 2;
    private const int Bombing = 3;
    private const int Unknown = 9;

    /// <summary><c>attacktype1</c>, where nothing else decides.</summary>
    private static readonly Dictionary<int, string> s_attacks = new()
    {
        [1] = "assassination",
        [ArmedAssault] = "shooting",
        [Bombing] = "ied",
        [4] = "abduction", // hijacking
        [5] = "abduction", // hostages in a barricade
        [6] = "abduction",
        [7] = "looting", // facilities: arson, sabotage
        [8] = "shooting", // unarmed assault, which stands for attacks on civilians
        [Unknown] = "shooting",
    };

    /// <summary><c>weapsubtype1</c> of a bombing.</summary>
    private static readonly Dictionary<int, string> s_bombs = new()
    {
        [7] = "grenade",
        [8] = "landmine",
        [11] = "shelling", // projectiles: rockets, mortars, rocket-propelled grenades
        [13] = "suicide-bomb",
        [15] = "vehicle-bomb",
    };

    /// <summary><c>targtype1</c>: police, military.</summary>
    private static readonly int[] s_securityForces = [3, 4];

    /// <summary>Null where the type of attack is not one of GTD.</summary>
    public static string? Of(SourceRecord record)
    {
        if (record.Integer("attacktype1") is not { } attack || !s_attacks.TryGetValue(attack, out var kind))
        {
            return null;
        }

        return attack switch
        {
            Bombing when record.Integer("suicide") == 1 => "suicide-bomb",
            Bombing when record.Integer("weapsubtype1") is { } weapon && s_bombs.TryGetValue(weapon, out var bomb) => bomb,
            ArmedAssault or Unknown when record.Integer("targtype1") is { } target && s_securityForces.Contains(target) => "armed-assault",
            _ => kind,
        };
    }
}
