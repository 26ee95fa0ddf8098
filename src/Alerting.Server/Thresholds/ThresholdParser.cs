using System.Text.Json;
using Alerting.Engine.Kinds;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Json;
using Alerting.Thresholds;

namespace Alerting.Server.Thresholds;

/// <summary>What was read: a threshold or why there is none.</summary>
/// <param name="Reason">What the author gave as reason for the change.</param>
internal readonly record struct ParsedThreshold(Threshold? Threshold, string? Reason, Fault? Fault);

/// <summary>
/// Reads thresholds by the rules of the contract and fills in the defaults. Lengths count Unicode code points. Never
/// throws on what it is given. Safe for concurrent use.
/// </summary>
internal sealed class ThresholdParser(RegionCatalog regions, KindCatalog kinds)
{
    private const int MaxName = 200;
    private const int MaxReason = 1000;
    private const int MaxItems = 1000;

    /// <summary>Longest duration of any kind.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    private static readonly TimeSpan s_tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan s_shortestBaseline = TimeSpan.FromDays(7);

    /// <summary>The members of a body.</summary>
    internal static readonly string[] Members =
    [
        "id", "name", "enabled", "scope", "match", "measure", "window", "atLeast", "clearBelow", "clearAfter", "cooldown",
        "lateness", "updateEvery", "severity", "baseline", "floor", "reason",

        // What GET adds: taken and passed over, so that what was got can be put.
        "version", "changedAt", "changedBy",
    ];

    private static readonly string[] s_scopeNames = ["regions", "depth"];
    private static readonly string[] s_matchNames = ["kinds", "families", "minGradeFactor", "towns", "actors"];

    /// <summary>Reads the body of a PUT.</summary>
    /// <param name="id">The id that the address names; the body may repeat it.</param>
    public ParsedThreshold Parse(ReadOnlyMemory<byte> body, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (MalformedJson.Find(body.Span) is { } malformed)
        {
            return new ParsedThreshold(null, null, malformed);
        }

        using var document = JsonDocument.Parse(body);
        return Parse(document.RootElement, "$", id);
    }

    /// <summary>Reads a threshold that is part of a larger body.</summary>
    /// <param name="element">Its strings can all be decoded: see <see cref="MalformedJson.Find"/>.</param>
    /// <param name="path">JSON path of the element.</param>
    /// <param name="id">The id it must have; null where only the element itself says it.</param>
    public ParsedThreshold Parse(JsonElement element, string path, string? id)
    {
        try
        {
            var fields = new JsonFields(element, path, Members);
            var threshold = Read(fields, IdOf(fields, id));
            return new ParsedThreshold(threshold, fields.FreeText("reason", MaxReason), null);
        }
        catch (BodyRefusedException refused)
        {
            return new ParsedThreshold(null, null, refused.Fault);
        }
    }

    private static string IdOf(JsonFields fields, string? expected)
    {
        if (expected is null)
        {
            fields.Required("id");
        }

        var id = fields.Text("id", int.MaxValue) ?? expected!;
        if (!Slug.IsValid(id))
        {
            throw fields.Invalid("id", $"is not a slug: {Slug.Rule}");
        }

        return expected is null || id == expected ? id : throw fields.Invalid("id", $"must be '{expected}' as in the address, or absent");
    }

    private Threshold Read(JsonFields fields, string id)
    {
        var scope = ScopeOf(fields);
        fields.Required("measure");
        var measure = fields.Enum<Measure>("measure")!.Value;
        var atLeast = AtLeast(fields, measure, scope);
        fields.Required("severity");
        return new Threshold
        {
            Id = id,
            Name = fields.Text("name", MaxName) ?? id,
            Enabled = fields.Boolean("enabled") ?? true,
            Scope = scope,
            Match = MatchOf(fields),
            Measure = measure,
            Window = Window(fields, measure),
            AtLeast = atLeast,
            ClearBelow = ClearBelow(fields, atLeast),
            ClearAfter = fields.Duration("clearAfter", TimeSpan.Zero, s_longest) ?? Duration.Parse("PT15M"),
            Cooldown = fields.Duration("cooldown", TimeSpan.Zero, s_longest) ?? Duration.Parse("PT0S"),
            Lateness = fields.Duration("lateness", s_tick, s_longest) ?? Duration.Parse("P3D"),
            UpdateEvery = fields.Duration("updateEvery", TimeSpan.Zero, s_longest) ?? Duration.Parse("PT1S"),
            Severity = fields.Enum<Severity>("severity")!.Value,
            Baseline = Baseline(fields, measure),
            Floor = Floor(fields, measure),
        };
    }

    private Scope ScopeOf(JsonFields fields)
    {
        var scope = new JsonFields(fields.Required("scope"), fields.PathOf("scope"), s_scopeNames);
        scope.Required("regions");
        var codes = new List<string>();
        foreach (var (item, path) in scope.Items("regions", MaxItems))
        {
            var code = JsonFields.Text(item, path, NearestName.MaxLength);
            if (code != "*" && !regions.TryGet(code, out _))
            {
                throw JsonFields.Refused(FaultTypes.UnknownRegion, $"unknown region '{code}'{NearestRegion.Hint(regions, code)}", path);
            }

            if (!codes.Contains(code, StringComparer.Ordinal))
            {
                codes.Add(code);
            }
        }

        if (codes.Count == 0)
        {
            throw scope.Invalid("regions", "must name at least one region, or '*' for all");
        }

        scope.Required("depth");
        return new Scope(codes.ToArray(), scope.Enum<Depth>("depth")!.Value);
    }

    private Match MatchOf(JsonFields fields)
    {
        if (!fields.Has("match"))
        {
            return new Match();
        }

        var match = new JsonFields(fields.Required("match"), fields.PathOf("match"), s_matchNames);
        var minGradeFactor = match.Number("minGradeFactor") ?? 0;
        if (minGradeFactor is < 0 or > 1)
        {
            throw match.Invalid("minGradeFactor", "must be a number from 0 to 1");
        }

        return new Match
        {
            Kinds = match.Items("kinds", MaxItems).Select(entry => KindOf(entry.Item, entry.Path)).Distinct(StringComparer.Ordinal).ToArray(),
            Families = match.Items("families", MaxItems).Select(entry => JsonFields.Enum<Family>(entry.Item, entry.Path)).Distinct().ToArray(),
            MinGradeFactor = minGradeFactor + 0.0,
            Towns = Names(match, "towns"),
            Actors = Names(match, "actors"),
        };
    }

    private string KindOf(JsonElement item, string path)
    {
        var slug = JsonFields.Text(item, path, Slug.MaxLength);
        return kinds.TryGet(slug, out _)
            ? slug
            : throw JsonFields.Refused(FaultTypes.UnknownKind, $"unknown kind '{slug}'{NearestKind.Hint(kinds, slug)}", path);
    }

    private static string[] Names(JsonFields match, string member)
    {
        var folded = new HashSet<string>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var (item, path) in match.Items(member, MaxItems))
        {
            var name = JsonFields.Text(item, path, 120);
            var form = PlaceName.Fold(name);
            if (form.Length == 0)
            {
                throw JsonFields.Invalid("must have at least one letter or digit", path, FaultTypes.InvalidField);
            }

            if (folded.Add(form))
            {
                names.Add(name);
            }
        }

        return [.. names];
    }

    private static double AtLeast(JsonFields fields, Measure measure, Scope scope)
    {
        fields.Required("atLeast");
        var atLeast = fields.Number("atLeast")!.Value;
        if (atLeast <= 0)
        {
            throw fields.Invalid("atLeast", "must be greater than 0");
        }

        if (measure is Measure.Level)
        {
            if (atLeast > 5 || atLeast != Math.Floor(atLeast))
            {
                throw fields.Invalid("atLeast", "must be a whole number from 1 to 5 for the measure 'level'");
            }

            if (scope.Depth is not Depth.Leaf)
            {
                throw JsonFields.Invalid("must be 'leaf' for the measure 'level'", fields.PathOf("scope") + ".depth", FaultTypes.InvalidField);
            }
        }

        return atLeast;
    }

    private static double ClearBelow(JsonFields fields, double atLeast)
    {
        var clearBelow = fields.Number("clearBelow") ?? atLeast;
        return clearBelow > 0 && clearBelow <= atLeast
            ? clearBelow
            : throw fields.Invalid("clearBelow", "must be greater than 0 and at most atLeast");
    }

    private static Duration? Window(JsonFields fields, Measure measure)
    {
        if (measure is Measure.Level)
        {
            return fields.Has("window") ? throw fields.Invalid("window", "does not apply to the measure 'level'") : null;
        }

        fields.Required("window");
        return fields.Duration("window", s_tick, s_longest);
    }

    private static Duration? Baseline(JsonFields fields, Measure measure)
    {
        var baseline = fields.Duration("baseline", s_shortestBaseline, s_longest);
        return measure is Measure.Surge ? baseline ?? Duration.Parse("P28D")
            : baseline is null ? null
            : throw fields.Invalid("baseline", "applies to the measure 'surge' only");
    }

    private static double? Floor(JsonFields fields, Measure measure)
    {
        var floor = fields.Number("floor");
        if (measure is not Measure.Surge)
        {
            return floor is null ? null : throw fields.Invalid("floor", "applies to the measure 'surge' only");
        }

        // Nothing expected would make the ratio infinite.
        return (floor ?? 1) > 0 ? floor ?? 1 : throw fields.Invalid("floor", "must be greater than 0");
    }
}
