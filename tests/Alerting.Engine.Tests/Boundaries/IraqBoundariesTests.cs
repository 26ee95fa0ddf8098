using System.Globalization;
using System.Text.Json;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Reports;
using Alerting.TestKit;
using Xunit;

namespace Alerting.Engine.Tests.Boundaries;

/// <summary>The governorates of Iraq against what others have drawn and recorded of them.</summary>
public sealed class IraqBoundariesTests(ITestOutputHelper output)
{
    private static readonly RegionBoundaries s_boundaries = RegionBoundaries.Load(RegionCatalog.Iso);

    /// <summary>Natural Earth, which both drawings come from, has Baghdad as its city alone; ours is larger, these are smaller.</summary>
    private static readonly string[] s_aroundBaghdad = ["IQ-BG", "IQ-AN", "IQ-SD", "IQ-DI", "IQ-BB", "IQ-WA"];

    [Fact]
    public void Events_of_UCDP_lie_in_the_governorate_that_is_stated()
    {
        var codes = Crosswalk();
        var (events, right) = (0, 0);
        var wrong = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in Rows("ucdp-ged-iraq-2013-2014.csv"))
        {
            if (!codes.TryGetValue(row["adm_1"], out var stated))
            {
                continue;
            }

            events++;
            var location = new Location(
                double.Parse(row["latitude"], CultureInfo.InvariantCulture), double.Parse(row["longitude"], CultureInfo.InvariantCulture));
            var found = s_boundaries.Locate(location).Code;
            if (found == stated)
            {
                right++;
            }
            else
            {
                var pair = $"{stated} found {found ?? "none"} at {location.Lat:0.###} {location.Lon:0.###} {row["place"]}";
                wrong[pair] = wrong.GetValueOrDefault(pair) + 1;
            }
        }

        output.WriteLine($"{right} of {events} events lie in the governorate that is stated ({100.0 * right / events:0.0} %)");
        foreach (var (pair, count) in wrong.OrderByDescending(static p => p.Value))
        {
            output.WriteLine($"{count} x {pair}");
        }

        Assert.True(events > 1_000, $"only {events} events state a governorate");
        Assert.True(right >= events * 0.97, $"{right} of {events}");
    }

    [Fact]
    public void Corners_of_another_drawing_are_near_ours()
    {
        using var drawing = JsonDocument.Parse(File.ReadAllBytes(TestData.Require("iraq-admin1.geojson")));
        var features = drawing.RootElement.GetProperty("features").EnumerateArray().ToList();
        Assert.Equal(18, features.Count);
        var furthest = 0.0;
        foreach (var feature in features)
        {
            var code = feature.GetProperty("properties").GetProperty("iso_3166_2").GetString()!;
            var outline = s_boundaries.Find(code, BoundaryDetail.High);
            Assert.NotNull(outline);
            if (s_aroundBaghdad.Contains(code))
            {
                continue;
            }

            foreach (var corner in feature.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray())
            {
                furthest = Math.Max(furthest, outline.DistanceTo(new Location(corner[1].GetDouble(), corner[0].GetDouble())));
            }
        }

        output.WriteLine($"at most {furthest / 1000:0.0} km outside");
        Assert.InRange(furthest, 0, 1_000);
    }

    private static Dictionary<string, string> Crosswalk() =>
        Rows("iraq-admin1-crosswalk.csv")
            .ToDictionary(static row => row["ucdp_adm_1"], static row => row["iso_3166_2"], StringComparer.Ordinal);

    /// <summary>The rows of a file, by the names of its columns.</summary>
    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using var lines = File.ReadLines(TestData.Require(file)).GetEnumerator();
        lines.MoveNext();
        var names = Split(lines.Current);
        while (lines.MoveNext())
        {
            yield return names.Zip(Split(lines.Current)).ToDictionary(static p => p.First, static p => p.Second, StringComparer.Ordinal);
        }
    }

    private static List<string> Split(string line)
    {
        List<string> fields = [""];
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add("");
            }
            else
            {
                fields[^1] += c;
            }
        }

        return fields;
    }
}
