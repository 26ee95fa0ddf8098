using Alerting.Reports;
using Alerting.Thresholds;
using CsCheck;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>Random thresholds, several definitions of each id, so that versions can follow one another.</summary>
internal static class ScenarioThresholds
{
    public const int Definitions = 3;

    private static readonly string?[] s_baselines = [null, "P7D", "P10D", "P14D", "P28D"];
    private static readonly string?[] s_rarityBaselines = [null, null, "P28D", "P40D", "P60D"];

    // The probabilities are odd numbers, so that no chance equals one but for a rounding error.
    private static readonly Gen<Rarity> s_rarity = Gen.Select(
        Gen.OneOf<double?>(null, 0.5, 2),
        Gen.OneOf<double?>(null, null, 0.02, 0.11, 0.37),
        Gen.OneOf<double?>(null, null, 0.0519, 0.3137),
        Gen.OneOf<int?>(null, null, 2, 4),
        (floor, rarerThan, probability, incidents) => new Rarity(floor, rarerThan, probability, incidents));

    private static readonly Gen<Match> s_match = Gen.Frequency(
        (12, new Match()),
        (4, new Match { Families = [Family.AttackOnSecurityForces, Family.Explosion] }),
        (2, new Match { Kinds = ["armed-assault"], Families = [Family.Explosion] }),
        (2, new Match { MinGradeFactor = 0.2 }),
        (1, new Match { MinGradeFactor = 0.81 }),
        (1, new Match { Towns = ["RAMADI", "al qaim"] }),
        (1, new Match { Actors = ["Isil"] }));

    // Steps that no incident meets both of, that some do, and that are the same.
    private static readonly Match[] s_steps =
    [
        new() { Kinds = ["armed-assault", "ambush"] },
        new() { Families = [Family.Explosion] },
        new() { Families = [Family.AttackOnSecurityForces], Kinds = ["ied"] },
        new() { Kinds = ["protest", "vehicle-bomb"], MinGradeFactor = 0.2 },
        new() { Actors = ["Isil"] },
        new(),
        new() { Towns = ["Ramadi", "al qaim"] },
    ];

    private static readonly Gen<Sequence> s_sequence = Gen.Select(
        Gen.Int[0, s_steps.Length - 1].Select(i => s_steps[i]).Array[2, 4],
        Gen.Bool,
        Gen.Frequency((3, false), (1, true)),
        Gen.Frequency((2, false), (1, true)),
        (steps, isOrdered, sameActor, sameTown) => new Sequence(isOrdered ? [s_steps[0], s_steps[1]] : steps, sameActor, sameTown));

    private static readonly Gen<Timing> s_minutes = Timings(
        ["PT10M", "PT15M", "PT20M", "PT30M", "PT1H"], ["PT0S", "PT5M", "PT15M"], ["PT0S", "PT10M", "PT1H"],
        ["PT20M", "PT1H", "P1D", "P3D"], ["PT0S", "PT1S", "PT10M"]);

    private static readonly Gen<Timing> s_prompt = Timings(
        ["PT5M", "PT10M", "PT15M"], ["PT0S", "PT5M"], ["PT0S", "PT10M"], ["PT5M", "PT10M"], ["PT0S", "PT1S", "PT10M"]);

    private static readonly Gen<Timing> s_days = Timings(
        ["P1D", "P2D", "P7D"], ["PT0S", "PT15M", "PT6H", "P1D"], ["PT0S", "PT12H", "P3D"],
        ["P1D", "P3D", "P30D"], ["PT0S", "PT1S", "P1D"]);

    private static readonly Gen<Timing> s_months = Timings(
        ["PT12H", "P1D", "P2D"], ["PT0S", "PT15M", "P1D"], ["PT0S", "PT0S", "P2D", "P10D"],
        ["PT12H", "P1D", "P3D"], ["PT0S", "PT1S", "P1D", "P4D"]);

    /// <summary>Every measure that a region has of its own, but surge.</summary>
    public static Gen<Threshold[][]> OfReports { get; } = Each(
        s_minutes,
        [Leaf("*"), Leaf("X"), Leaf("X-1")],
        Measure.Incidents, Measure.Towns, Measure.Killed, Measure.Wounded, Measure.Casualties, Measure.Weight, Measure.Level);

    /// <summary>The same over short windows and with little patience for late reports, so that most incidents are soon of no use.</summary>
    public static Gen<Threshold[][]> OfPromptReports { get; } = Each(
        s_prompt,
        [Leaf("*"), Leaf("X-1")],
        Measure.Incidents, Measure.Towns, Measure.Killed, Measure.Weight, Measure.Level);

    public static Gen<Threshold[][]> OfPromptRollUps { get; } = Each(
        s_prompt,
        [Root("*"), Root("P")],
        Measure.Regions, Measure.Towns, Measure.Incidents, Measure.Killed);

    public static Gen<Threshold[][]> OfDays { get; } = Each(
        s_days,
        [Leaf("*"), Leaf("X-1")],
        Measure.Surge, Measure.Surge, Measure.Surge, Measure.Incidents);

    public static Gen<Threshold[][]> OfMonths { get; } = Each(
        s_months,
        [Leaf("*"), Leaf("X-1")],
        Measure.Incidents, Measure.Killed, Measure.Towns, Measure.Level, Measure.Surge);

    public static Gen<Threshold[][]> OfRollUps { get; } = Each(
        s_minutes,
        [Root("*"), Root("P"), Root("A", "P")],
        Measure.Regions, Measure.Regions, Measure.Towns, Measure.Incidents, Measure.Killed, Measure.Casualties, Measure.Weight);

    /// <summary>Sequences of reports within hours.</summary>
    public static Gen<Threshold[][]> OfSequences { get; } = Each(
        s_minutes,
        [Leaf("*"), Leaf("X-1")],
        Measure.Sequence, Measure.Sequence, Measure.Sequence, Measure.Incidents);

    /// <summary>The same over short windows and with little patience for late reports.</summary>
    public static Gen<Threshold[][]> OfPromptSequences { get; } = Each(
        s_prompt,
        [Leaf("*"), Leaf("X-1")],
        Measure.Sequence, Measure.Sequence, Measure.Incidents);

    /// <summary>Sequences in regions below.</summary>
    public static Gen<Threshold[][]> OfSequencesBelow { get; } = Each(
        s_minutes,
        [Root("*"), Root("P")],
        Measure.Sequence, Measure.Sequence, Measure.Towns);

    private sealed record Rarity(double? Floor, double? RarerThan, double? MaxProbability, int? MinIncidents);

    private sealed record Sequence(Match[] Steps, bool SameActor, bool SameTown);

    private sealed record Timing(Duration Window, Duration ClearAfter, Duration Cooldown, Duration Lateness, Duration UpdateEvery);

    private static Scope Leaf(params string[] regions) => new(regions, Depth.Leaf);

    private static Scope Root(params string[] regions) => new(regions, Depth.Root);

    private static double[] Bounds(Measure measure) => measure switch
    {
        Measure.Towns => [2, 2, 3],
        Measure.Regions => [2, 3, 3],
        Measure.Killed => [3, 6, 10],
        Measure.Wounded => [2, 9, 11],
        Measure.Casualties => [5, 9, 15],
        Measure.Weight => [3.5, 6.5, 11],
        Measure.Surge => [1.5, 2, 3],
        Measure.Level => [2, 3, 4],
        Measure.Sequence => [1, 1, 1],
        _ => [2, 3, 4],
    };

    private static Gen<Timing> Timings(string[] windows, string[] clearAfters, string[] cooldowns, string[] latenesses, string[] updates) =>
        Gen.Select(OneOf(windows), OneOf(clearAfters), OneOf(cooldowns), OneOf(latenesses), OneOf(updates), (a, b, c, d, e) => new Timing(a, b, c, d, e));

    private static Gen<Duration> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => Duration.Parse(texts[i]));

    private static Gen<Threshold[][]> Each(Gen<Timing> timing, Scope[] scopes, params Measure[] measures)
    {
        var all = Gen.Const(Array.Empty<Threshold[]>());
        for (var i = 0; i < measures.Length; i++)
        {
            var id = $"{measures[i].ToString().ToLowerInvariant()}-{i}";
            // A later version may measure something else, but a level stays a level: what its alerts told is no window's evidence.
            var own = measures[i];
            var first = One(id, own, timing, scopes);
            var more = Gen.Frequency((4, first), (1, Gen.Int[0, measures.Length - 1].SelectMany(
                m => One(id, (measures[m] == Measure.Level) == (own == Measure.Level) ? measures[m] : own, timing, scopes))));
            all = Gen.Select(all, first, more.Array[Definitions - 1], (before, one, others) => (Threshold[][])[.. before, [one, .. others]]);
        }

        return all;
    }

    private static Gen<Threshold> One(string id, Measure measure, Gen<Timing> timing, Scope[] scopes) =>
        Gen.Select(
            timing, s_match, Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, scopes.Length - 1], Gen.Int[0, 14], Gen.Select(s_rarity, s_sequence),
            (time, match, bound, clear, severity, scope, choice, drawn) =>
            {
                var (rarity, sequence) = drawn;
                var isSequence = measure == Measure.Sequence;
                var isSurge = measure == Measure.Surge;
                var atLeast = Bounds(measure)[bound];
                return new Threshold
                {
                    Id = id,
                    Name = id,
                    Scope = scopes[scope],
                    Match = match,
                    Measure = measure,
                    Window = measure == Measure.Level ? null : time.Window,
                    AtLeast = atLeast,
                    // No level is below low, so that such an alert would stay for ever.
                    ClearBelow = clear == 0 && !isSequence ? Math.Max(measure == Measure.Level ? 2 : 1, atLeast - 1) : atLeast,
                    ClearAfter = time.ClearAfter,
                    Cooldown = time.Cooldown,
                    Lateness = time.Lateness,
                    UpdateEvery = time.UpdateEvery,
                    Severity = (Severity)severity,
                    Baseline = (isSurge ? s_baselines : s_rarityBaselines)[choice % 5] is { } text ? Duration.Parse(text) : null,
                    Floor = isSurge ? rarity.Floor : null,
                    RarerThan = rarity.RarerThan,
                    MaxProbability = isSurge ? rarity.MaxProbability : null,
                    MinIncidents = isSurge ? rarity.MinIncidents : null,
                    Steps = isSequence ? sequence.Steps : null,
                    SameActor = isSequence ? sequence.SameActor : null,
                    SameTown = isSequence ? sequence.SameTown : null,
                    Count = new Counting?[] { Counting.Certain, Counting.Stated, null }[choice / 5],
                };
            });
}
