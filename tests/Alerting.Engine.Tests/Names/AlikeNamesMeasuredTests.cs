using System.Globalization;
using Alerting.Engine.Names;
using Xunit;

namespace Alerting.Engine.Tests.Names;

/// <summary>How many spellings are found alike that are of one town (recall), and how many of those found are (precision).</summary>
public class AlikeNamesMeasuredTests(ITestOutputHelper output)
{
    private const double MinPrecision = 0.97;
    private const double MinRecall = 0.8;

    // Where many names are shorter than six letters, one wrong letter in them is not found: Abba and Adda are two towns.
    private const double MinRecallOfShortNames = 0.74;

    // Places of one conflict data set and towns of a gazetteer: what lies within this distance is taken for one place.
    private const double SamePlaceKm = 3;

    // Towns beside one another, and town and suburb, that distance takes for one place.
    private static readonly HashSet<(string, string)> s_neighbours =
    [
        ("‘Ānah", "Rāwah"), ("Ḩuşaybah", "Al Qā’im"), ("Barwānah", "Al Ḩaqlānīyah"), ("Chamchamāl", "Shūrash"),
        ("Khaznah", "Barţalah"), ("Mosul", "Al Mawşil al Jadīdah"),
    ];

    // Towns that distance takes for two, since the sources do not agree on where they lie.
    private static readonly HashSet<(string, string)> s_misplaced =
    [
        ("Bātūfah", "Batifa"), ("Al Ḩamdānīyah", "Al-Hamdaniya"), ("Al-Shirqat", "Ash Sharqāt"),
    ];

    [Theory]
    [InlineData("SY", MinRecall)]
    [InlineData("UA", MinRecall)]
    [InlineData("CO", MinRecall)]
    [InlineData("PH", MinRecall)]
    [InlineData("AF", MinRecall)]
    [InlineData("NG", MinRecallOfShortNames)]
    [InlineData("ET", MinRecallOfShortNames)]
    public void Misspelled_towns(string country, double minRecall) => Measure(country, SpelledTowns.Pairs(country, seed: 16), minRecall);

    [Fact]
    public void Towns_of_Iraq_as_two_sources_write_them()
    {
        var places = Rows("ucdp-places-iq.csv");
        var towns = Rows("geonames-towns-iq.csv");
        var regionOf = Rows("iraq-admin1-crosswalk.csv").ToDictionary(static row => row["ucdp_adm_1"], static row => row["iso_3166_2"]);
        var pairs = new List<(string, string, bool)>();
        foreach (var place in places)
        {
            foreach (var town in towns)
            {
                var name = WithoutType(place["place"]);
                var near = Kilometres(place, town) <= SamePlaceKm;

                // Towns of one name that lie apart may be one that a source has put in the wrong place: they prove nothing.
                var isOther = regionOf.GetValueOrDefault(place["adm_1"]) == town["iso_3166_2"]
                    && NameFolding.Fold(name) != NameFolding.Fold(town["name"]);
                if ((near || isOther) && !s_neighbours.Contains((name, town["name"])))
                {
                    pairs.Add((name, town["name"], near || s_misplaced.Contains((name, town["name"]))));
                }
            }
        }

        Measure("IQ", pairs, MinRecall);
    }

    private void Measure(string country, List<(string Name, string Other, bool Same)> pairs, double minRecall)
    {
        var found = pairs.ConvertAll(static pair => AlikeNames.AreAlike(NameShape.Of(pair.Name), NameShape.Of(pair.Other)));
        var right = found.Where((alike, i) => alike && pairs[i].Same).Count();
        var same = pairs.Count(static pair => pair.Same);
        var precision = (double)right / found.Count(static alike => alike);
        var recall = (double)right / same;
        for (var i = 0; i < pairs.Count; i++)
        {
            if (found[i] != pairs[i].Same)
            {
                output.WriteLine($"{(found[i] ? "Not the same" : "Not found")}: {pairs[i].Name}, {pairs[i].Other}");
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{country}: {pairs.Count} pairs, {same} the same: precision {precision:0.000}, "
                + $"recall {recall:0.000}"));
        Assert.True(precision >= MinPrecision, $"precision {precision}");
        Assert.True(recall >= minRecall, $"recall {recall}");
    }

    /// <summary>Great circle (haversine) on a sphere of 6,371 km.</summary>
    private static double Kilometres(Dictionary<string, string> from, Dictionary<string, string> to)
    {
        static double Radians(string degrees) => double.Parse(degrees, CultureInfo.InvariantCulture) * Math.PI / 180;
        var (lat, lon) = (Radians(from["latitude"]), Radians(from["longitude"]));
        var (otherLat, otherLon) = (Radians(to["latitude"]), Radians(to["longitude"]));
        var h = Math.Pow(Math.Sin((otherLat - lat) / 2), 2)
            + (Math.Cos(lat) * Math.Cos(otherLat) * Math.Pow(Math.Sin((otherLon - lon) / 2), 2));
        return 2 * 6_371 * Math.Asin(Math.Sqrt(h));
    }

    /// <summary>The rows of a table by column; no field of these has a comma in it.</summary>
    private static List<Dictionary<string, string>> Rows(string name)
    {
        var lines = File.ReadAllLines(TestData.Require(name));
        var columns = lines[0].Split(',');
        return
        [
            .. lines.Skip(1)
                .Select(line => columns.Zip(line.Split(',')).ToDictionary(static pair => pair.First, static pair => pair.Second))
        ];
    }

    private static string WithoutType(string place) =>
        place[(place.LastIndexOf(' ') + 1)..] is "town" or "city" or "village" or "district" ? place[..place.LastIndexOf(' ')] : place;
}
