using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Engine.Reports;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Reports;

public sealed class ReportParserTests
{
    private static readonly DateTimeOffset s_now = new(2014, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReportRules s_rules = ReportRules.Live(s_now, EngineOptions.Default);
    private static readonly ReportParser s_parser = new(RegionCatalog.Iso, KindCatalog.Shipped);

    private const string Full = """
        {"reportId":"w-1","revision":2,"retracted":false,"source":"wire-a","region":"IQ-AN","town":"Al Fallūjah","precision":"area",
         "location":{"lat":33.35,"lon":43.78},"kind":"vehicle-bomb","occurredAt":"2014-01-01T13:05:00+03:00","killed":3,"wounded":0,
         "grade":"B2","incidentId":"i-1","actors":["ISIL","Isil","Al-Qa'ida"],"summary":"Bomb\nat the market","url":"https://example.org/a?b=c"}
        """;

    [Fact]
    public void Reads_every_member()
    {
        var report = Parsed(Full);

        Assert.Equal(
            ("w-1", 2, false, "wire-a", "IQ-AN"), (report.ReportId, report.Revision, report.Retracted, report.Source, report.Region));
        Assert.Equal(("Al Fallūjah", Precision.Area, new Location(33.35, 43.78)), (report.Town, report.Precision, report.Location!.Value));
        Assert.Equal(("vehicle-bomb", Family.Explosion, 2.5), (report.Kind, report.Family, report.KindWeight));
        Assert.Equal(new DateTimeOffset(2014, 1, 1, 13, 5, 0, TimeSpan.FromHours(3)), report.OccurredAt);
        Assert.Equal((3, 0, "B2", "i-1"), (report.Killed, report.Wounded, report.Grade.ToString(), report.IncidentId));
        Assert.Equal(["ISIL", "Al-Qa'ida"], report.Actors);
        Assert.Equal(("Bomb\nat the market", "https://example.org/a?b=c", null), (report.Summary, report.Url, report.ReceivedAt));
    }

    [Theory]
    [InlineData("""{"x":1,"\ud800ab":1}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"source":"a","region":"IQ-XX","\uDC00":1}""")]
    [InlineData("""{"location":{"lat":1,"\ud800":2}}""")]
    [InlineData("""{"actors":["x","\ud83d"]}""")]
    [InlineData("""{"unknown":{"deep":["\udfff"]}}""")]
    [InlineData("""["\ud800"]""")]
    public void Half_of_a_surrogate_pair_is_no_text_whether_in_a_value_or_in_a_name(string json)
    {
        var fault = Refused(json, FaultTypes.MalformedJson, null);
        Assert.Contains("half of a surrogate pair", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Escapes_that_are_no_half_of_a_pair_are_read() =>
        Assert.Equal(
            "\u0627\U0001F600\u062D",
            Parsed(Full.Replace("Bomb\\nat the market", "\\u0627\\ud83d\\uDE00\\u062d", StringComparison.Ordinal)).Summary);

    [Fact]
    public void Only_so_many_unknown_names_of_a_request_are_looked_up_but_all_are_named()
    {
        var parser = new ReportParser(RegionCatalog.Iso, KindCatalog.Shipped);
        var rules = ReportRules.Live(s_now, EngineOptions.Default, new HintBudget());
        for (var i = 0; i < HintBudget.Max; i++)
        {
            Assert.Contains("did you mean", Named($"IQ-AN{i}").Detail, StringComparison.Ordinal);
        }

        Assert.Equal("unknown region 'IQ-ANB'", Named("IQ-ANB").Detail);
        Assert.Contains("did you mean", Named("IQ-AN0").Detail, StringComparison.Ordinal);
        Assert.Contains(
            "'IQ-AN' (Al Anbār)", parser.Parse(Utf8("""{"region":"IQ-ANB"}"""), s_rules).Fault!.Detail, StringComparison.Ordinal);

        Fault Named(string region) => parser.Parse(Utf8($$"""{"region":"{{region}}"}"""), rules).Fault!;
    }

    [Fact]
    public void Fills_in_the_defaults()
    {
        var report = Parsed(With());

        Assert.Equal((1, false, Precision.Region, "F6"), (report.Revision, report.Retracted, report.Precision, report.Grade.ToString()));
        Assert.True(report is { Town: null, Location: null, Killed: null, Wounded: null, IncidentId: null, Summary: null, Url: null });
        Assert.Empty(report.Actors);
        Assert.Equal(Precision.Town, Parsed(With(("town", "\"Ramadi\""))).Precision);
    }

    [Fact]
    public void Makes_ids_that_are_ulids_of_now_and_differ()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => s_parser.Parse(Utf8(With(("reportId", null))), s_rules).ReportId!).ToHashSet();

        Assert.Equal(100, ids.Count);
        Assert.All(ids, id => Assert.Equal(s_now, Ulid.Parse(id).Time));
    }

    [Fact]
    public void Takes_null_for_absent()
    {
        var nulls = JsonNode.Parse(With())!.AsObject();
        foreach (var name in ReportMembers.Suggestions)
        {
            nulls.TryAdd(name, null);
        }

        Assert.Equal(Parsed(With()), Parsed(nulls.ToJsonString()));
    }

    [Fact]
    public void Shares_the_texts_that_come_again()
    {
        var (first, second) = (Parsed(Full), Parsed(Full));

        Assert.Same(first.Town, second.Town);
        Assert.Same(first.Source, second.Source);
        Assert.Same(first.Region, second.Region);
        Assert.Same(first.Actors[0], second.Actors[0]);
    }

    [Fact]
    public void Undoes_escapes_in_names_and_values()
    {
        var report = Parsed(
            """{"repor\u0074Id":"a\/\u0062","source":"s","region":"IQ\u002dAN","kind":"ied","occurredAt":"2014-01-01T00:00:00\u005a","town":"Anb\u0101r \ud83d\ude00"}""");

        Assert.Equal(("a/b", "IQ-AN", "Anbār 😀"), (report.ReportId, report.Region, report.Town));
    }

    [Fact]
    public void A_retraction_needs_only_its_key()
    {
        var report = Parsed("""{"retracted":true,"region":"IQ-AN","source":"s","reportId":"r","revision":3}""");

        Assert.True(report is { Retracted: true, Revision: 3, Kind: "" });
    }

    [Theory]
    [InlineData("""{"retracted":true,"region":"IQ-AN","source":"s"}""", FaultTypes.MissingField, "$.reportId")]
    [InlineData("""{"retracted":true,"region":"IQ-AN","source":"s","reportId":"r","kind":"x"}""", FaultTypes.UnknownKind, "$.kind")]
    [InlineData("""{"retracted":true,"region":"IQ-AN","source":"s","reportId":"r","killed":-1}""", FaultTypes.InvalidField, "$.killed")]
    [InlineData("""{"retracted":true,"source":"s","reportId":"r"}""", FaultTypes.MissingField, "$.region")]
    [InlineData("""[]""", FaultTypes.InvalidField, "$")]
    [InlineData("""null""", FaultTypes.InvalidField, "$")]
    [InlineData("""{}""", FaultTypes.MissingField, "$.region")]
    [InlineData("""{"source":"a","source":"a"}""", FaultTypes.InvalidField, "$.source")]
    [InlineData("""{"source":null,"source":null}""", FaultTypes.InvalidField, "$.source")]
    public void Refuses_incomplete_elements(string json, string type, string path) => Refused(json, type, path);

    [Theory]
    [InlineData("region")]
    [InlineData("source")]
    [InlineData("kind")]
    [InlineData("occurredAt")]
    public void Refuses_reports_without_what_is_required(string name)
    {
        Refused(With((name, null)), FaultTypes.MissingField, "$." + name);
        Refused(With((name, "null")), FaultTypes.MissingField, "$." + name);
    }

    [Fact]
    public void Says_that_a_location_does_not_stand_for_a_region() =>
        Assert.Contains(
            "location",
            Refused(With(("region", null), ("location", """{"lat":33,"lon":43}""")), FaultTypes.MissingField, "$.region").Detail);

    [Theory]
    [InlineData("kind", "\"vehicle-bom\"", FaultTypes.UnknownKind, "unknown kind 'vehicle-bom'; did you mean 'vehicle-bomb'?")]
    [InlineData("kind", "\"\"", FaultTypes.UnknownKind, "unknown kind ''")]
    [InlineData("region", "\"IQ-ANB\"", FaultTypes.UnknownRegion, "unknown region 'IQ-ANB'; did you mean 'IQ-AN' (Al Anbār)?")]
    [InlineData("occuredAt", "1", FaultTypes.UnknownField, "unknown field 'occuredAt'; did you mean 'occurredAt'?")]
    [InlineData("Killed", "1", FaultTypes.UnknownField, "unknown field 'Killed'; did you mean 'killed'?")]
    [InlineData("xyz", "{\"deep\":[1]}", FaultTypes.UnknownField, "unknown field 'xyz'")]
    public void Names_what_is_unknown_and_what_was_meant(string name, string value, string type, string detail)
    {
        var json = With((name, value));
        Assert.Equal(detail, Refused(json, type, "$." + name).Detail);
        Assert.Equal(detail, Refused(json, type, "$." + name).Detail);
    }

    [Fact]
    public void Names_odd_members_in_the_path()
    {
        Refused(With(("a b", "1")), FaultTypes.UnknownField, "$['a b']");
        Refused(With(("", "1")), FaultTypes.UnknownField, "$['']");
        Refused(With(("location", """{"lat":1,"lom":2}""")), FaultTypes.UnknownField, "$.location.lom");
        Assert.True(Refused(With((new string('x', 5000), "1")), FaultTypes.UnknownField, null).Detail.Length < 200);
    }

    [Theory]
    [InlineData("reportId", "\"\"")]
    [InlineData("reportId", "\"  \"")]
    [InlineData("reportId", "\"a\\u0000b\"")]
    [InlineData("reportId", "\"a\\nb\"")]
    [InlineData("reportId", "7")]
    [InlineData("incidentId", "\"a\\u0000\"")]
    [InlineData("source", "\"a\\u0085b\"")]
    [InlineData("source", "[]")]
    [InlineData("town", "\"'’\"")]
    [InlineData("town", "\"\"")]
    [InlineData("town", "\"a\\u0007\"")]
    [InlineData("town", "true")]
    [InlineData("region", "7")]
    [InlineData("kind", "{}")]
    [InlineData("revision", "0")]
    [InlineData("revision", "1.0")]
    [InlineData("revision", "\"1\"")]
    [InlineData("revision", "2147483648")]
    [InlineData("retracted", "\"true\"")]
    [InlineData("killed", "-1")]
    [InlineData("killed", "1000001")]
    [InlineData("killed", "12.0")]
    [InlineData("killed", "1e2")]
    [InlineData("wounded", "\"3\"")]
    [InlineData("grade", "\"G1\"")]
    [InlineData("grade", "\"A7\"")]
    [InlineData("grade", "\"a1\"")]
    [InlineData("grade", "\"A\"")]
    [InlineData("grade", "1")]
    [InlineData("precision", "\"city\"")]
    [InlineData("precision", "\"town\"")]
    [InlineData("location", "[1,2]")]
    [InlineData("location", "\"33,43\"")]
    [InlineData("actors", "\"ISIL\"")]
    [InlineData("summary", "1")]
    [InlineData("url", "\"/relative\"")]
    [InlineData("url", "\"ftp://example.org/\"")]
    [InlineData("url", "\"javascript:alert(1)\"")]
    [InlineData("url", "\"http://\"")]
    [InlineData("url", "\"http:example.org\"")]
    [InlineData("url", "\"https://example.org/a b\"")]
    [InlineData("url", "\" https://example.org/\"")]
    public void Refuses_invalid_values(string name, string value)
    {
        var fault = Refused(With((name, value)), FaultTypes.InvalidField, "$." + name);
        Assert.StartsWith(name, fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"lat":90.01,"lon":0}""", FaultTypes.InvalidField, "$.location.lat")]
    [InlineData("""{"lat":0,"lon":-180.5}""", FaultTypes.InvalidField, "$.location.lon")]
    [InlineData("""{"lat":1e400,"lon":0}""", FaultTypes.InvalidField, "$.location.lat")]
    [InlineData("""{"lat":"1","lon":0}""", FaultTypes.InvalidField, "$.location.lat")]
    [InlineData("""{"lat":null,"lon":0}""", FaultTypes.InvalidField, "$.location.lat")]
    [InlineData("""{"lat":1,"lat":1,"lon":0}""", FaultTypes.InvalidField, "$.location.lat")]
    [InlineData("""{"lat":1}""", FaultTypes.MissingField, "$.location.lon")]
    [InlineData("""{}""", FaultTypes.MissingField, "$.location.lat")]
    public void Refuses_places_that_are_none(string location, string type, string path) =>
        Refused(With(("location", location)), type, path);

    [Theory]
    [InlineData("""["a",1]""", "$.actors[1]")]
    [InlineData("""["a","b",null]""", "$.actors[2]")]
    [InlineData("""["","b"]""", "$.actors[0]")]
    [InlineData("""["a","'"]""", "$.actors[1]")]
    [InlineData("""[["a"]]""", "$.actors[0]")]
    public void Names_the_offending_actor(string actors, string path) => Refused(With(("actors", actors)), FaultTypes.InvalidField, path);

    [Theory]
    [InlineData("town", "$.town")]
    [InlineData("source", "$.source")]
    [InlineData("reportId", "$.reportId")]
    [InlineData("incidentId", "$.incidentId")]
    [InlineData("summary", "$.summary")]
    [InlineData("url", "$.url")]
    [InlineData("actors", "$.actors[1]")]
    public void Refuses_characters_that_turn_the_direction_of_the_text_around_them(string name, string path)
    {
        foreach (var control in "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069")
        {
            var text = Quoted($"https://example.org/Hit{control}");
            var fault = Refused(With((name, name == "actors" ? $"[\"a\",{text}]" : text)), FaultTypes.InvalidField, path);
            Assert.Contains("U+202A", fault.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Takes_the_marks_of_direction_that_names_in_Arabic_and_Hebrew_are_written_with() =>
        Assert.Equal("\u200FHit\u061C\u200E", Parsed(With(("town", Quoted("\u200FHit\u061C\u200E")))).Town);

    [Theory]
    [InlineData("reportId", 128)]
    [InlineData("incidentId", 204)]
    [InlineData("source", 64)]
    [InlineData("town", 120)]
    [InlineData("summary", 4000)]
    public void Counts_lengths_in_code_points(string name, int max)
    {
        foreach (var letter in new[] { "a", "ā", "ع", "𐎠" })
        {
            var longest = string.Concat(Enumerable.Repeat(letter, max));
            Parsed(With((name, Quoted(longest))));
            Parsed(With((name, JsonSerializer.Serialize(longest))));
            Refused(With((name, Quoted(longest + letter))), FaultTypes.InvalidField, "$." + name);
        }
    }

    [Fact]
    public void Takes_up_to_sixteen_actors_and_urls_up_to_2048_characters()
    {
        static string Actors(int count) => "[" + string.Join(",", Enumerable.Range(0, count).Select(i => $"\"a{i}\"")) + "]";
        static string Url(int length) => Quoted("http://example.org/".PadRight(length, 'x'));

        Assert.Equal(16, Parsed(With(("actors", Actors(16)))).Actors.Count);
        Refused(With(("actors", Actors(17))), FaultTypes.InvalidField, "$.actors");
        Parsed(With(("url", Url(2048))));
        Refused(With(("url", Url(2049))), FaultTypes.InvalidField, "$.url");
    }

    [Theory]
    [InlineData("2014-01-02T12:05:00Z", null)]
    [InlineData("2014-01-02T12:05:00.0000001Z", FaultTypes.InTheFuture)]
    [InlineData("2014-01-02T15:05:00+03:00", null)]
    [InlineData("1994-01-07T12:00:00Z", null)]
    [InlineData("1994-01-07T11:59:59Z", FaultTypes.TooOld)]
    [InlineData("0001-01-01T00:00:00Z", FaultTypes.TooOld)]
    [InlineData("9999-12-31T23:59:59Z", FaultTypes.InTheFuture)]
    [InlineData("2014-01-02T12:05:00", FaultTypes.InvalidField)]
    [InlineData("2014-01-02", FaultTypes.InvalidField)]
    public void Takes_events_from_retention_up_to_five_minutes_ahead(string occurredAt, string? fault)
    {
        var json = With(("occurredAt", Quoted(occurredAt)));
        if (fault is null)
        {
            Assert.Equal(DateTimeOffset.Parse(occurredAt, null), Parsed(json).OccurredAt);
        }
        else
        {
            Refused(json, fault, "$.occurredAt");
        }
    }

    [Fact]
    public void Backtests_take_any_time_and_a_time_of_receipt_and_number_the_nameless()
    {
        var json = With(("reportId", null), ("occurredAt", "\"1816-05-01T00:00:00Z\""), ("receivedAt", "\"2999-01-01T00:00:00Z\""));

        var parsed = s_parser.Parse(Utf8(json), ReportRules.Backtest(() => "7"));

        Assert.Equal("7", parsed.Report!.ReportId);
        Assert.Equal(2999, parsed.Report.ReceivedAt!.Value.Year);
        Refused(With(("receivedAt", "\"2014-01-01T00:00:00Z\"")), FaultTypes.UnknownField, "$.receivedAt");
    }

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{\"a", "line 1, column")]
    [InlineData("{\"source\":}", "line 1, column 11")]
    [InlineData("{\"source\":\"ā\",\n \"town\": tru}", "line 2, column")]
    [InlineData("{\"source\":\"āāā\" x}", "line 1, column 17")]
    [InlineData("{\"source\":\"a\",}", "line 1, column 15")]
    [InlineData("{} {}", "line 1, column 4")]
    [InlineData("{\"town\":\"\\ud800\"}", "line 1, column 9")]
    [InlineData("{\"town\":\"\\udc00\\ud800\"}", "line 1, column 9")]
    [InlineData("{\"\\ud800\":1}", "line 1, column 2")]
    [InlineData("{\"unknown\":1,\"source\":}", "line 1, column 23")]
    public void Tells_where_json_is_malformed(string json, string place) =>
        Assert.StartsWith(place, Refused(json, FaultTypes.MalformedJson, null).Detail, StringComparison.Ordinal);

    [Fact]
    public void Tells_where_text_is_not_utf8()
    {
        byte[] json = [.. "{\"town\":\n\"ā"u8, 0xC3, 0x28, .. "\"}"u8];

        var fault = s_parser.Parse(json, s_rules).Fault!;

        Assert.Equal((FaultTypes.MalformedJson, "line 2, column 3: the text is not valid UTF-8"), (fault.Type, fault.Detail));
    }

    [Fact]
    public void Does_not_go_astray_in_deep_nesting() =>
        Refused("{\"a\":" + new string('[', 10_000), FaultTypes.MalformedJson, null);

    [Fact]
    public void Says_which_report_was_refused_even_when_its_id_comes_later()
    {
        var parsed = s_parser.Parse("""{"kind":"x","location":{"reportId":"no"},"reportId":"r-9","source":"s"}"""u8, s_rules);

        Assert.Equal((FaultTypes.UnknownKind, "r-9"), (parsed.Fault!.Type, parsed.ReportId));
    }

    [Fact]
    public void Reads_the_founding_scenario()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "anbar-2014-01.ndjson"));
        Assert.All(lines, line => Assert.Null(s_parser.Parse(Utf8(line), ReportRules.Backtest(() => "x")).Fault));
    }

    private static string With(params (string Name, string? Json)[] members)
    {
        var all = new Dictionary<string, string?>
        {
            ["reportId"] = "\"r-1\"",
            ["source"] = "\"wire-a\"",
            ["region"] = "\"IQ-AN\"",
            ["kind"] = "\"armed-assault\"",
            ["occurredAt"] = "\"2014-01-01T10:05:00Z\"",
        };
        foreach (var (name, json) in members)
        {
            all[name] = json;
        }

        return "{" + string.Join(
            ",", all.Where(m => m.Value is not null).Select(m => $"{JsonSerializer.Serialize(m.Key)}:{m.Value}")) + "}";
    }

    private static string Quoted(string text) => $"\"{text}\"";

    private static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private static Report Parsed(string json)
    {
        var parsed = s_parser.Parse(Utf8(json), s_rules);
        Assert.Null(parsed.Fault);
        Assert.Equal(parsed.ReportId, parsed.Report!.ReportId);
        return parsed.Report;
    }

    private static Fault Refused(string json, string type, string? path)
    {
        var parsed = s_parser.Parse(Utf8(json), s_rules);
        Assert.Null(parsed.Report);
        Assert.Equal(type, parsed.Fault!.Type);
        if (path is not null)
        {
            Assert.Equal(path, parsed.Fault.Path);
        }

        return parsed.Fault;
    }
}
