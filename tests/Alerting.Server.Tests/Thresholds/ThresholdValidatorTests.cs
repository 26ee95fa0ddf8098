using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Json;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Backtests;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Server.Thresholds;

public sealed class ThresholdValidatorTests
{
    private static readonly ThresholdValidator s_validator = new(RegionCatalog.Iso, KindCatalog.Shipped);

    private const string Minimal = """
        { "scope": { "regions": ["IQ"], "depth": "leaf" }, "measure": "towns", "window": "PT2H", "atLeast": 3, "severity": "critical" }
        """;

    private const string Example = """
        { "id": "assaults-example", "name": "Assaults and bombs in several towns", "enabled": true,
          "scope": { "regions": ["IQ"], "depth": "leaf" },
          "match": { "kinds": ["armed-assault"], "families": ["explosion"], "minGradeFactor": 0.2, "towns": [], "actors": [] },
          "measure": "towns", "window": "PT2H", "atLeast": 3,
          "clearBelow": 3, "clearAfter": "PT15M", "cooldown": "PT0S", "lateness": "P3D", "updateEvery": "PT1S",
          "severity": "critical", "count": "stated" }
        """;

    [Fact]
    public void Reads_and_writes_the_example_of_the_contract_without_a_difference()
    {
        var parsed = Parse(Example, "assaults-example");

        Assert.Null(parsed.Fault);
        Assert.Equal(Compact(Example), JsonSerializer.Serialize(parsed.Threshold, ApiJson.Wire.Threshold));
    }

    [Fact]
    public void Fills_in_the_defaults()
    {
        var threshold = Parsed();

        Assert.Equal(("t-1", "t-1", true, 3.0), (threshold.Id, threshold.Name, threshold.Enabled, threshold.ClearBelow));
        Assert.Equal(
            ("PT15M", "PT0S", "P3D", "PT1S"),
            (
                threshold.ClearAfter.ToString(), threshold.Cooldown.ToString(), threshold.Lateness.ToString(),
                threshold.UpdateEvery.ToString()));
        Assert.True(
            threshold is { Baseline: null, Floor: null, Match: { Kinds: [], Families: [], MinGradeFactor: 0, Towns: [], Actors: [] } });
    }

    [Fact]
    public void Surges_have_a_baseline_and_a_floor()
    {
        var threshold = Parsed(("measure", "\"surge\""));
        Assert.Equal(("P28D", 1.0), (threshold.Baseline.ToString(), threshold.Floor));

        threshold = Parsed(("measure", "\"surge\""), ("baseline", "\"P8W\""), ("floor", "2.5"));
        Assert.Equal(("P8W", 2.5), (threshold.Baseline.ToString(), threshold.Floor));
        Assert.Equal((null, null), (threshold.MaxProbability, threshold.MinIncidents));

        threshold = Parsed(("measure", "\"surge\""), ("maxProbability", "0.05"), ("minIncidents", "3"));
        Assert.Equal((0.05, 3), (threshold.MaxProbability, threshold.MinIncidents));
    }

    [Fact]
    public void All_may_ask_for_rarity_and_say_how_far_back_it_looks()
    {
        var threshold = Parsed(("rarerThan", "0.02"));
        Assert.Equal((0.02, null), (threshold.RarerThan, threshold.Baseline));

        threshold = Parsed(("rarerThan", "0"), ("baseline", "\"P90D\""));
        Assert.Equal((0.0, "P90D"), (threshold.RarerThan, threshold.Baseline.ToString()));

        threshold = Parsed(("measure", "\"level\""), ("window", null), ("rarerThan", "1"));
        Assert.Equal((1.0, null), (threshold.RarerThan, threshold.Baseline));
    }

    [Theory]
    [InlineData("towns", null, Counting.Certain)]
    [InlineData("regions", null, Counting.Certain)]
    [InlineData("killed", null, Counting.Stated)]
    [InlineData("incidents", null, Counting.Stated)]
    [InlineData("surge", null, Counting.Stated)]
    [InlineData("towns", "\"stated\"", Counting.Stated)]
    [InlineData("killed", "\"certain\"", Counting.Certain)]
    public void Towns_and_regions_are_judged_by_what_is_certain(string measure, string? count, Counting expected) =>
        Assert.Equal(expected, Parsed(("measure", $"\"{measure}\""), ("count", count ?? "null")).Count);

    [Fact]
    public void Levels_have_no_window()
    {
        Assert.Null(Parsed(("measure", "\"level\""), ("window", null)).Window);
        Assert.Null(Parsed(("measure", "\"level\""), ("window", "null")).Window);
    }

    [Fact]
    public void Gives_the_reason_beside_the_threshold()
    {
        Assert.Equal("fewer false alarms\n", Parse(With(("reason", "\"fewer false alarms\\n\""))).Reason);
        Assert.Null(Parse(Minimal).Reason);
        Refused(FaultTypes.InvalidField, "$.reason", ("reason", "1"));
    }

    [Fact]
    public void Keeps_names_once()
    {
        var threshold = Parsed(
            ("scope", """{"regions":["IQ","*","IQ"],"depth":"root"}"""),
            (
                "match",
                """{"kinds":["ied","ied"],"families":["battle","battle"],"towns":["Ramadi","ramadi"],"actors":["ISIL"],"minGradeFactor":1}"""));

        Assert.Equal(["IQ", "*"], threshold.Scope.Regions);
        Assert.Equal(["ied"], threshold.Match.Kinds);
        Assert.Equal([Family.Battle], threshold.Match.Families);
        Assert.Equal(["Ramadi"], threshold.Match.Towns);
    }

    [Fact]
    public void Accepts_the_default_thresholds_as_it_would_write_them() =>
        Assert.All(DefaultThresholds.All, threshold =>
        {
            var json = JsonSerializer.Serialize(threshold, ApiJson.Wire.Threshold);
            var parsed = Parse(json, threshold.Id);
            Assert.Null(parsed.Fault);
            Assert.Equal(json, JsonSerializer.Serialize(parsed.Threshold, ApiJson.Wire.Threshold));
        });

    [Theory]
    [InlineData("window", "\"PT0.0000001S\"")]
    [InlineData("window", "\"P366D\"")]
    [InlineData("clearBelow", "0.001")]
    [InlineData("clearAfter", "\"PT0S\"")]
    [InlineData("cooldown", "\"P366D\"")]
    [InlineData("lateness", "\"PT1S\"")]
    [InlineData("updateEvery", "\"PT0S\"")]
    [InlineData("enabled", "false")]
    [InlineData("measure", "\"regions\"")]
    [InlineData("id", "\"t-1\"")]
    [InlineData("name", "null")]
    [InlineData("atLeast", "3.5")]
    public void Takes_values_at_their_limits(string name, string value) => Parsed((name, value));

    [Theory]
    [InlineData("scope")]
    [InlineData("measure")]
    [InlineData("window")]
    [InlineData("atLeast")]
    [InlineData("severity")]
    public void Refuses_thresholds_without_what_is_required(string name)
    {
        Refused(FaultTypes.MissingField, "$." + name, (name, null));
        Refused(FaultTypes.MissingField, "$." + name, (name, "null"));
    }

    [Theory]
    [InlineData("id", "\"other\"", "$.id")]
    [InlineData("id", "7", "$.id")]
    [InlineData("name", "\"\"", "$.name")]
    [InlineData("name", "\" \"", "$.name")]
    [InlineData("name", "1", "$.name")]
    [InlineData("enabled", "1", "$.enabled")]
    [InlineData("scope", "[]", "$.scope")]
    [InlineData("scope", """{"regions":[],"depth":"leaf"}""", "$.scope.regions")]
    [InlineData("scope", """{"regions":"IQ","depth":"leaf"}""", "$.scope.regions")]
    [InlineData("scope", """{"regions":[1],"depth":"leaf"}""", "$.scope.regions[0]")]
    [InlineData("scope", """{"regions":["IQ"],"depth":"leave"}""", "$.scope.depth")]
    [InlineData("match", "[]", "$.match")]
    [InlineData("match", """{"families":["battles"]}""", "$.match.families[0]")]
    [InlineData("match", """{"families":[1]}""", "$.match.families[0]")]
    [InlineData("match", """{"minGradeFactor":1.1}""", "$.match.minGradeFactor")]
    [InlineData("match", """{"minGradeFactor":-0.1}""", "$.match.minGradeFactor")]
    [InlineData("match", """{"towns":["a","'"]}""", "$.match.towns[1]")]
    [InlineData("match", """{"actors":[null]}""", "$.match.actors[0]")]
    [InlineData("measure", "\"Towns\"", "$.measure")]
    [InlineData("measure", "1", "$.measure")]
    [InlineData("window", "\"PT0S\"", "$.window")]
    [InlineData("window", "\"P367D\"", "$.window")]
    [InlineData("window", "\"P1M\"", "$.window")]
    [InlineData("window", "7200", "$.window")]
    [InlineData("atLeast", "0", "$.atLeast")]
    [InlineData("atLeast", "-1", "$.atLeast")]
    [InlineData("atLeast", "1e999", "$.atLeast")]
    [InlineData("atLeast", "\"3\"", "$.atLeast")]
    [InlineData("clearBelow", "0", "$.clearBelow")]
    [InlineData("clearBelow", "3.1", "$.clearBelow")]
    [InlineData("clearAfter", "\"-PT1S\"", "$.clearAfter")]
    [InlineData("cooldown", "\"P400D\"", "$.cooldown")]
    [InlineData("lateness", "\"PT0S\"", "$.lateness")]
    [InlineData("updateEvery", "\"\"", "$.updateEvery")]
    [InlineData("severity", "\"high\"", "$.severity")]
    [InlineData("baseline", "\"P27D\"", "$.baseline")]
    [InlineData("baseline", "\"P367D\"", "$.baseline")]
    [InlineData("rarerThan", "-0.1", "$.rarerThan")]
    [InlineData("rarerThan", "1.1", "$.rarerThan")]
    [InlineData("maxProbability", "0.05", "$.maxProbability")]
    [InlineData("minIncidents", "3", "$.minIncidents")]
    [InlineData("minIncidents", "0", "$.minIncidents")]
    [InlineData("floor", "1", "$.floor")]
    public void Refuses_invalid_values(string name, string value, string path) => Refused(FaultTypes.InvalidField, path, (name, value));

    [Fact]
    public void Refuses_characters_that_turn_the_direction_of_the_text_around_them()
    {
        Refused(FaultTypes.InvalidField, "$.name", ("name", "\"Hit\\u202e\""));
        Refused(FaultTypes.InvalidField, "$.reason", ("reason", "\"Hit\\u2066\\nand more\""));
        Refused(FaultTypes.InvalidField, "$.match.towns[0]", ("match", """{"towns":["Hit\u202e"]}"""));
    }

    [Fact]
    public void Refuses_what_does_not_fit_the_measure()
    {
        Refused(FaultTypes.InvalidField, "$.window", ("measure", "\"level\""));
        Refused(FaultTypes.InvalidField, "$.atLeast", ("measure", "\"level\""), ("window", null), ("atLeast", "6"));
        Refused(FaultTypes.InvalidField, "$.atLeast", ("measure", "\"level\""), ("window", null), ("atLeast", "2.5"));
        Refused(
            FaultTypes.InvalidField, "$.scope.depth", ("measure", "\"level\""), ("window", null),
            ("scope", """{"regions":["IQ"],"depth":"root"}"""));
        Refused(FaultTypes.InvalidField, "$.baseline", ("measure", "\"surge\""), ("baseline", "\"P6D\""));
        Refused(FaultTypes.InvalidField, "$.floor", ("measure", "\"surge\""), ("floor", "0"));
        Refused(FaultTypes.InvalidField, "$.maxProbability", ("measure", "\"surge\""), ("maxProbability", "0"));
        Refused(FaultTypes.InvalidField, "$.maxProbability", ("measure", "\"surge\""), ("maxProbability", "1.5"));
        Refused(FaultTypes.InvalidField, "$.minIncidents", ("measure", "\"surge\""), ("minIncidents", "2.5"));
    }

    [Fact]
    public void Names_what_is_unknown_and_what_was_meant()
    {
        Assert.Equal("unknown field 'windw'; did you mean 'window'?", Refused(FaultTypes.UnknownField, "$.windw", ("windw", "1")).Detail);
        Assert.Equal(
            "unknown field 'region'; did you mean 'regions'?",
            Refused(FaultTypes.UnknownField, "$.scope.region", ("scope", """{"region":["IQ"],"depth":"leaf"}""")).Detail);
        Assert.Equal(
            "unknown region 'Anbar'; did you mean 'IQ-AN' (Al Anbār)?",
            Refused(FaultTypes.UnknownRegion, "$.scope.regions[1]", ("scope", """{"regions":["IQ","Anbar"],"depth":"leaf"}""")).Detail);
        Assert.Equal(
            "unknown kind 'vehicle-bom'; did you mean 'vehicle-bomb'?",
            Refused(FaultTypes.UnknownKind, "$.match.kinds[0]", ("match", """{"kinds":["vehicle-bom"]}""")).Detail);
        Assert.EndsWith(
            "did you mean 'critical'?", Refused(FaultTypes.InvalidField, "$.severity", ("severity", "\"Critical\"")).Detail,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("")]
    [InlineData("a.b")]
    public void Refuses_ids_that_are_no_slugs(string id)
    {
        var fault = Parse(Minimal, id).Fault!;
        Assert.Equal((FaultTypes.InvalidField, "$.id"), (fault.Type, fault.Path));
    }

    [Fact]
    public void Inside_a_larger_body_the_element_names_itself()
    {
        var backtests = new BacktestValidator(s_validator, RegionCatalog.Iso);
        using var good = JsonDocument.Parse($$"""{"thresholds":[{{Example}}],"regions":["*"]}""");
        Assert.Equal("assaults-example", Assert.Single(backtests.Read(good.RootElement, reportsFollow: false).Thresholds).Id);

        using var bad = JsonDocument.Parse($$"""{"thresholds":[{{Example}},{{Minimal}}],"regions":["*"]}""");
        var refused = Assert.Throws<RefusedException>(() => backtests.Read(bad.RootElement, reportsFollow: false));
        Assert.Equal("$.thresholds[1].id", refused.Fault.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{} x")]
    [InlineData("{\"name\":,}")]
    public void Refuses_malformed_json_with_its_place(string json)
    {
        var fault = Parse(json).Fault!;
        Assert.Equal(FaultTypes.MalformedJson, fault.Type);
        Assert.StartsWith("line 1, column ", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_members_that_are_stated_twice() =>
        Assert.Equal("$.name", Parse("""{"name":"a","name":"a"}""").Fault!.Path);

    [Fact]
    public void Never_throws_on_mutated_thresholds() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Byte, Gen.Bool).Array[1, 4].Sample(mutations =>
        {
            var json = Encoding.UTF8.GetBytes(Example).ToList();
            foreach (var (where, value, replaces) in mutations)
            {
                if (replaces)
                {
                    json[where % json.Count] = value;
                }
                else
                {
                    json.RemoveAt(where % json.Count);
                }
            }

            var parsed = Parse(json.ToArray(), "assaults-example");
            return parsed.Threshold is null != parsed.Fault is null;
        });

    [Fact]
    public void Never_throws_on_random_values()
    {
        var value = Gen.OneOf(
            "null", "true", "0", "-1", "1e999", "3", "\"\"", "\"IQ\"", "\"PT1H\"", "[]", "[1]", "[\"*\"]", "{}", "\"level\"",
            "\"surge\"", "\"leaf\"",
            "\"warning\"", """{"regions":["*"],"depth":"leaf"}""", """{"kinds":["ied"]}""");
        string[] names =
        [
            "id", "name", "enabled", "scope", "match", "measure", "window", "atLeast", "clearBelow", "severity", "baseline",
            "floor", "rarerThan", "maxProbability", "minIncidents", "reason"
        ];
        Gen.Select(Gen.Int[0, names.Length - 1], value).Array[0, 5].Sample(changes =>
        {
            var parsed = Parse(With(changes.DistinctBy(c => c.Item1).Select(c => (names[c.Item1], (string?)c.Item2)).ToArray()));
            return parsed.Threshold is null != parsed.Fault is null;
        });
    }

    private static (Threshold? Threshold, string? Reason, Fault? Fault) Parse(string json, string id = "t-1") =>
        Parse(Encoding.UTF8.GetBytes(json), id);

    /// <summary>As the body of a PUT is read.</summary>
    private static (Threshold? Threshold, string? Reason, Fault? Fault) Parse(byte[] json, string id)
    {
        try
        {
            var body = Body.Parse<ThresholdBody>(json);
            return (s_validator.Validate(body, id), body.Reason, null);
        }
        catch (RefusedException refused)
        {
            return (null, null, refused.Fault);
        }
    }

    private static Threshold Parsed(params (string, string?)[] members)
    {
        var parsed = Parse(With(members));
        Assert.Null(parsed.Fault);
        return parsed.Threshold!;
    }

    private static Fault Refused(string type, string path, params (string, string?)[] members)
    {
        var fault = Parse(With(members)).Fault!;
        Assert.Equal((type, path), (fault.Type, fault.Path));
        return fault;
    }

    private static string With(params (string Name, string? Json)[] members)
    {
        var all = JsonNode.Parse(Minimal)!.AsObject().ToDictionary(member => member.Key, member => (string?)member.Value!.ToJsonString());
        foreach (var (name, json) in members)
        {
            all[name] = json;
        }

        return "{" + string.Join(",", all.Where(m => m.Value is not null).Select(m => $"\"{m.Key}\":{m.Value}")) + "}";
    }

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();
}
