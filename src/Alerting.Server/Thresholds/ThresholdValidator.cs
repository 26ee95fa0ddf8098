using Alerting.Engine.Kinds;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Thresholds;

namespace Alerting.Server.Thresholds;

/// <summary>
/// Checks the rules of thresholds that the types of bodies cannot state, and fills in the defaults. Safe for concurrent use.
/// </summary>
internal sealed class ThresholdValidator(RegionCatalog regions, KindCatalog kinds)
{
    /// <summary>The longest duration allowed.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    private const string SequenceOnlyRule = "applies to the measure 'sequence' only";

    private static readonly TimeSpan s_tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan s_shortestBaseline = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_shortestRarity = TimeSpan.FromDays(28);

    /// <param name="id">The id that the address names; the body may repeat it.</param>
    /// <exception cref="RefusedException">It breaks a rule.</exception>
    public Threshold Validate(ThresholdBody body, string id)
    {
        var stated = IdOf(body.Id ?? id, "$");
        return stated == id ? Validate(body, id, "$")
            : throw RefusedException.Invalid("$.id", $"must be '{id}' as in the address, or absent");
    }

    /// <param name="path">JSON path of the draft.</param>
    /// <exception cref="RefusedException">It breaks a rule.</exception>
    public Threshold Validate(DraftBody body, string path) => Validate(body, IdOf(body.Id, path), path);

    private static string IdOf(string id, string path) =>
        Slug.IsValid(id) ? id : throw RefusedException.Invalid(path + ".id", $"is not a slug: {Slug.Rule}");

    private Threshold Validate(ThresholdSettings body, string id, string path) => new()
    {
        Id = id,
        Name = body.Name ?? id,
        Enabled = body.Enabled ?? true,
        Scope = ScopeOf(body, path + ".scope"),
        Match = body.Match is { } match ? MatchOf(match, path + ".match") : new Match(),
        Measure = body.Measure,
        Window = Window(body, path + ".window"),
        AtLeast = AtLeast(body, path + ".atLeast"),
        ClearBelow = ClearBelow(body, path + ".clearBelow"),
        ClearAfter = Limited(body.ClearAfter, path + ".clearAfter", TimeSpan.Zero) ?? Duration.Parse("PT15M"),
        Cooldown = Limited(body.Cooldown, path + ".cooldown", TimeSpan.Zero) ?? Duration.Parse("PT0S"),
        Lateness = Limited(body.Lateness, path + ".lateness", s_tick) ?? Duration.Parse("P3D"),
        UpdateEvery = Limited(body.UpdateEvery, path + ".updateEvery", TimeSpan.Zero) ?? Duration.Parse("PT1S"),
        Severity = body.Severity,
        Baseline = Baseline(body, path + ".baseline"),
        Floor = Floor(body, path + ".floor"),
        RarerThan = body.RarerThan + 0.0,
        MaxProbability = MaxProbability(body, path + ".maxProbability"),
        MinIncidents = SurgeOnly(body, body.MinIncidents, path + ".minIncidents"),
        Steps = Steps(body, path + ".steps"),
        SameActor = SequenceOnly(body, body.SameActor, path + ".sameActor"),
        SameTown = SequenceOnly(body, body.SameTown, path + ".sameTown"),
        Count = body.Count ?? (body.Measure is Measure.Towns or Measure.Regions ? Counting.Certain : Counting.Stated),
    };

    private Scope ScopeOf(ThresholdSettings body, string path)
    {
        var codes = body.Scope.Regions.Distinct(StringComparer.Ordinal).ToArray();
        CheckRegions(body.Scope.Regions, path + ".regions", regions);
        return body.Measure is Measure.Level && body.Scope.Depth is not Depth.Leaf
            ? throw RefusedException.Invalid(path + ".depth", "must be 'leaf' for the measure 'level'")
            : new Scope(codes, body.Scope.Depth);
    }

    /// <summary>At least one code, all of the catalogue or "*".</summary>
    /// <exception cref="RefusedException">There is none, or one that is unknown.</exception>
    public static void CheckRegions(IReadOnlyList<string> codes, string path, RegionCatalog regions)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            if (codes[i] != "*" && !regions.TryGet(codes[i], out _))
            {
                var detail = $"unknown region '{codes[i]}'{NearestRegion.Hint(regions, codes[i])}";
                throw new RefusedException(new Fault(FaultTypes.UnknownRegion, detail, JsonPath.Item(path, i)));
            }
        }

        if (codes.Count == 0)
        {
            throw RefusedException.Invalid(path, "must name at least one region, or '*' for all");
        }
    }

    private Match MatchOf(MatchBody match, string path)
    {
        var slugs = match.Kinds ?? [];
        for (var i = 0; i < slugs.Count; i++)
        {
            if (!kinds.TryGet(slugs[i], out _))
            {
                var detail = $"unknown kind '{slugs[i]}'{NearestKind.Hint(kinds, slugs[i])}";
                throw new RefusedException(new Fault(FaultTypes.UnknownKind, detail, JsonPath.Item(path + ".kinds", i)));
            }
        }

        return new Match
        {
            Kinds = [.. slugs.Distinct(StringComparer.Ordinal)],
            Families = [.. (match.Families ?? []).Distinct()],

            // Adding zero turns -0, which reads back as another text, into 0.
            MinGradeFactor = (match.MinGradeFactor ?? 0) + 0.0,
            Towns = Names(match.Towns ?? [], path + ".towns"),
            Actors = Names(match.Actors ?? [], path + ".actors"),
        };
    }

    private Match[]? Steps(ThresholdSettings body, string path)
    {
        if (body.Measure is not Measure.Sequence)
        {
            return body.Steps is null ? null : throw RefusedException.Invalid(path, SequenceOnlyRule);
        }

        var steps = body.Steps ?? throw RefusedException.Missing(path);
        return steps.Count is >= Threshold.MinSteps and <= Threshold.MaxSteps
            ? [.. steps.Select((step, i) => MatchOf(step, JsonPath.Item(path, i)))]
            : throw RefusedException.Invalid(path, $"must have {Threshold.MinSteps} to {Threshold.MaxSteps} steps");
    }

    private static bool? SequenceOnly(ThresholdSettings body, bool? value, string path) =>
        body.Measure is Measure.Sequence ? value ?? false
        : value is null ? null
        : throw RefusedException.Invalid(path, SequenceOnlyRule);

    private static string[] Names(IReadOnlyList<string> names, string path)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (NameFolding.Fold(names[i]).Length == 0)
            {
                throw RefusedException.Invalid(JsonPath.Item(path, i), "must have at least one letter or digit");
            }
        }

        return [.. names.DistinctBy(NameFolding.Fold, StringComparer.Ordinal)];
    }

    private static double AtLeast(ThresholdSettings body, string path)
    {
        var isLevel = body.Measure is Measure.Level;
        return body.AtLeast <= 0 ? throw RefusedException.Invalid(path, "must be greater than 0")
            : isLevel && (body.AtLeast > 5 || body.AtLeast != Math.Floor(body.AtLeast))
                ? throw RefusedException.Invalid(path, "must be a whole number from 1 to 5 for the measure 'level'")
            : body.Measure is Measure.Sequence && body.AtLeast != 1
                ? throw RefusedException.Invalid(path, "must be 1 for the measure 'sequence'")
            : body.AtLeast;
    }

    private static double ClearBelow(ThresholdSettings body, string path)
    {
        var clearBelow = body.ClearBelow ?? body.AtLeast;
        return clearBelow > 0 && clearBelow <= body.AtLeast
            ? clearBelow
            : throw RefusedException.Invalid(path, "must be greater than 0 and at most atLeast");
    }

    private static Duration? Window(ThresholdSettings body, string path)
    {
        if (body.Measure is Measure.Level)
        {
            return body.Window is null ? null : throw RefusedException.Invalid(path, "does not apply to the measure 'level'");
        }

        return Limited(body.Window, path, s_tick) ?? throw RefusedException.Missing(path);
    }

    /// <summary>What a surge expects by; of other measures, how far back rarity looks.</summary>
    private static Duration? Baseline(ThresholdSettings body, string path) => body.Measure is Measure.Surge
        ? Limited(body.Baseline, path, s_shortestBaseline) ?? Duration.Parse("P28D")
        : Limited(body.Baseline, path, s_shortestRarity);

    private static double? Floor(ThresholdSettings body, string path)
    {
        var floor = SurgeOnly(body, body.Floor, path);

        // Nothing expected would make the ratio infinite.
        return floor <= 0 ? throw RefusedException.Invalid(path, "must be greater than 0")
            : body.Measure is Measure.Surge ? floor ?? 1
            : null;
    }

    private static double? MaxProbability(ThresholdSettings body, string path) =>
        SurgeOnly(body, body.MaxProbability, path) is not <= 0
            ? body.MaxProbability
            : throw RefusedException.Invalid(path, "must be greater than 0 and at most 1");

    private static T? SurgeOnly<T>(ThresholdSettings body, T? value, string path)
        where T : struct =>
        value is null || body.Measure is Measure.Surge
            ? value
            : throw RefusedException.Invalid(path, "applies to the measure 'surge' only");

    private static Duration? Limited(Duration? value, string path, TimeSpan min)
    {
        if (value is not { Value: var length } || (length >= min && length <= s_longest))
        {
            return value;
        }

        var shortest = min == s_tick ? "longer than PT0S" : $"at least {Duration.From(min)}";
        throw RefusedException.Invalid(path, $"must be {shortest} and at most {Duration.From(s_longest)}");
    }
}
