using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alerting.Engine.Json;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Engine.Reports;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Reports;

public sealed class ReportParserFuzzTests
{
    private static readonly ReportRules s_rules =
        ReportRules.Live(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), EngineOptions.Default);
    private static readonly ReportParser s_parser = new(RegionCatalog.Iso, KindCatalog.Shipped);

    private static readonly Gen<string> s_word = Gen.OneOf(
        Gen.Char['a', 'z'].Array[1, 20].Select(c => new string(c)),
        Gen.OneOf("Al Fallūjah", "Şalāḩ ad Dīn", "الرمادي", "a \"quoted\" \\ name", "😀 town", "é/"));

    private static readonly Gen<Report> s_report =
        from id in s_word
        from revision in Gen.Int[1, int.MaxValue]
        from source in s_word
        from region in Gen.Int[0, RegionCatalog.Iso.Codes.Count - 1]
        from town in s_word.Null()
        from precision in Gen.OneOf(Precision.Region, Precision.Area, Precision.Town)
        from location in Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], (lat, lon) => new Location(lat + 0.0, lon + 0.0)).Nullable()
        from kind in Gen.Int[0, KindCatalog.Shipped.Kinds.Count - 1]
        from ticks in Gen.Long[new DateTime(2010, 1, 1).Ticks, new DateTime(2023, 12, 31).Ticks]
        from offset in Gen.Int[-14 * 60, 14 * 60]
        from killed in Gen.Int[0, 1_000_000].Nullable()
        from wounded in Gen.Int[0, 1_000_000].Nullable()
        from grade in Gen.Byte[0, 35]
        from actors in Gen.Char['a', 'z'].Array[3].Select(c => new string(c)).Array[0, 16]
        from summary in Gen.String[Gen.Char['\0', '\ud7ff'], 0, 100].Where(s => TextRules.BrokenInProse(s) is null).Null()
        from url in Gen.OneOf((string?)null, "https://example.org/ā?x=1", "http://[::1]:80/")
        select new Report
        {
            ReportId = id,
            Revision = revision,
            Source = source,
            Region = RegionCatalog.Iso.Codes[region],
            Town = town,
            Precision = town is null && precision is Precision.Town ? Precision.Area : precision,
            Location = location,
            Kind = KindCatalog.Shipped.Kinds[kind].Slug,
            Family = KindCatalog.Shipped.Kinds[kind].Family,
            KindWeight = KindCatalog.Shipped.Kinds[kind].Weight,
            OccurredAt = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset)),
            Killed = killed,
            Wounded = wounded,
            Grade = new Grade(grade),
            IncidentId = town,
            Actors = actors.Distinct(StringComparer.Ordinal).ToArray(),
            Summary = summary,
            Url = url,
        };

    [Fact]
    public void Reads_back_what_was_written() =>
        Gen.Select(s_report, Gen.Bool).Sample((report, ascii) =>
        {
            var parsed = s_parser.Parse(Written(report, ascii), s_rules);
            Assert.Null(parsed.Fault);
            Assert.Equal(report with { Actors = [] }, parsed.Report! with { Actors = [] });
            Assert.Equal(report.Actors, parsed.Report.Actors);
            Assert.Equal(report.OccurredAt.Offset, parsed.Report.OccurredAt.Offset);
            Assert.Equal(ReportContent.Hash(report), ReportContent.Hash(parsed.Report));
        });

    [Fact]
    public void Never_throws_on_random_bytes() =>
        Gen.Byte.Array[0, 100].Sample(bytes => OneOf(s_parser.Parse(bytes, s_rules)));

    [Fact]
    public void Never_throws_on_random_json_tokens() =>
        Gen.OneOf(
                "{", "}", "[", "]", ",", ":", "\"town\"", "\"location\"", "\"lat\"", "\"actors\"", "\"kind\"", "\"occurredAt\"",
                "\"2014-01-01T00:00:00Z\"",
                "1", "-1e9", "true", "null", "\"\\ud800\"", "\"\\u0000\"", " ", "\n", "\"region\"", "\"IQ\"", "\"retracted\"")
            .Array[0, 20].Sample(tokens => OneOf(s_parser.Parse(Encoding.UTF8.GetBytes(string.Concat(tokens)), s_rules)));

    [Fact]
    public void Never_throws_on_mutated_reports() =>
        Gen.Select(s_report, Gen.Select(Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 3]).Array[1, 4]).Sample((report, mutations) =>
        {
            var json = Written(report, ascii: false).ToList();
            foreach (var (where, value, how) in mutations)
            {
                var at = where % json.Count;
                switch (how)
                {
                    case 0: json[at] = value; break;
                    case 1: json.Insert(at, value); break;
                    case 2: json.Insert(at, json[value % json.Count]); break;
                    default: json.RemoveRange(at, Math.Min(value % 8, json.Count - at - 1)); break;
                }
            }

            return OneOf(s_parser.Parse(json.ToArray(), s_rules));
        });

    private static bool OneOf(ParsedReport parsed) => parsed.Report is null != parsed.Fault is null;

    private static byte[] Written(Report report, bool ascii)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var encoder = ascii ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = encoder, Indented = ascii }))
        {
            json.WriteStartObject();
            json.WriteString("reportId", report.ReportId);
            json.WriteNumber("revision", report.Revision);
            json.WriteString("source", report.Source);
            json.WriteString("region", report.Region);
            json.WriteString("town", report.Town);
            json.WriteString("precision", EnumNames.ToName(report.Precision));
            if (report.Location is { } location)
            {
                json.WriteStartObject("location");
                json.WriteNumber("lat", location.Lat);
                json.WriteNumber("lon", location.Lon);
                json.WriteEndObject();
            }

            json.WriteString("kind", report.Kind);
            json.WriteString("occurredAt", report.OccurredAt);
            Write("killed", report.Killed);
            Write("wounded", report.Wounded);
            json.WriteString("grade", report.Grade.ToString());
            json.WriteString("incidentId", report.IncidentId);
            json.WriteStartArray("actors");
            foreach (var actor in report.Actors)
            {
                json.WriteStringValue(actor);
            }

            json.WriteEndArray();
            json.WriteString("summary", report.Summary);
            json.WriteString("url", report.Url);
            json.WriteEndObject();

            void Write(string name, int? value)
            {
                if (value is null)
                {
                    json.WriteNull(name);
                }
                else
                {
                    json.WriteNumber(name, value.Value);
                }
            }
        }

        return buffer.WrittenSpan.ToArray();
    }
}
