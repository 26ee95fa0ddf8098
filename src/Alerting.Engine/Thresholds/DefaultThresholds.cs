using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Thresholds;

/// <summary>The thresholds of a new installation. Its operators can change or delete them.</summary>
public static class DefaultThresholds
{
    private static readonly Family[] s_violence =
        [Family.Battle, Family.Explosion, Family.AttackOnSecurityForces, Family.AttackOnCivilians];

    /// <summary>Assaults in several towns at a time: the case the product was made for.</summary>
    public static Threshold SimultaneousAssaults { get; } = new()
    {
        Id = "simultaneous-assaults",
        Name = "Attacks in several towns at a time",
        Scope = Everywhere(Depth.Leaf),
        Match = new Match { Families = s_violence },
        Measure = Measure.Towns,
        Window = Duration.Parse("PT2H"),
        AtLeast = 3,
        ClearBelow = 2,
        Cooldown = Duration.Parse("PT12H"),
        Severity = Severity.Critical,
        Count = Counting.Certain,
    };

    /// <summary>Ten or more people killed within a day in one region, where that is rare.</summary>
    public static Threshold MassCasualty { get; } = new()
    {
        Id = "mass-casualty",
        Name = "Many people killed within a day",
        Scope = Everywhere(Depth.Leaf),
        Measure = Measure.Killed,
        Window = Duration.Parse("PT24H"),
        AtLeast = 10,
        ClearBelow = 10,
        Cooldown = Duration.Parse("PT24H"),
        RarerThan = 0.05,
        Severity = Severity.Severe,
        Count = Counting.Stated,
    };

    /// <summary>Attacks in four or more regions of a country within two days.</summary>
    public static Threshold SeveralRegions { get; } = new()
    {
        Id = "several-regions",
        Name = "Attacks in several regions within two days",
        Scope = Everywhere(Depth.Root),
        Match = new Match { Families = s_violence },
        Measure = Measure.Regions,
        Window = Duration.Parse("PT48H"),
        AtLeast = 4,
        ClearBelow = 3,
        Cooldown = Duration.Parse("P2D"),
        UpdateEvery = Duration.Parse("PT1H"),
        RarerThan = 0.1,
        Severity = Severity.Severe,
        Count = Counting.Certain,
    };

    /// <summary>
    /// Twice as many attacks in a week as expected from the four weeks before, or more, three at least and hardly by chance.
    /// </summary>
    public static Threshold Surge { get; } = new()
    {
        Id = "surge",
        Name = "Twice as many attacks in a week as usual",
        Scope = Everywhere(Depth.Leaf),
        Match = new Match { Families = s_violence },
        Measure = Measure.Surge,
        Window = Duration.Parse("P7D"),
        AtLeast = 2,
        ClearBelow = 2,
        Cooldown = Duration.Parse("P3D"),
        Severity = Severity.Warning,
        Count = Counting.Stated,
        Baseline = Duration.Parse("P28D"),
        Floor = 1,
        MaxProbability = 0.05,
        MinIncidents = 3,
    };

    /// <summary>A threat level of severe or higher by the region's own incidents.</summary>
    public static Threshold LevelSevere { get; } = new()
    {
        Id = "level-severe",
        Name = "Threat level severe or higher",
        Scope = Everywhere(Depth.Leaf),
        Measure = Measure.Level,
        AtLeast = 4,
        ClearBelow = 4,
        Cooldown = Duration.Parse("P2D"),
        UpdateEvery = Duration.Parse("PT6H"),
        RarerThan = 0.1,
        Severity = Severity.Warning,
        Count = Counting.Stated,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Threshold> All { get; } = [SimultaneousAssaults, MassCasualty, SeveralRegions, Surge, LevelSevere];

    private static Scope Everywhere(Depth depth) => new(["*"], depth);
}
