using System.Text;
using Alerting.Engine.Places;

namespace Alerting.Engine.Tests.Names;

/// <summary>
/// Towns of a country, each also in a spelling of chance such as reporters write: another transliteration, a letter left
/// out, doubled, replaced or swapped with its neighbour, one to a name.
/// </summary>
internal static class SpelledTowns
{
    private static readonly (string From, string To)[] s_transliterations =
    [
        ("kh", "k"), ("k", "q"), ("q", "k"), ("gh", "g"), ("sh", "s"), ("z", "s"), ("ph", "f"), ("f", "ph"), ("th", "t"), ("dh", "d"),
        ("d", "t"), ("p", "b"), ("ou", "u"), ("u", "ou"), ("oo", "u"), ("ee", "i"), ("i", "ee"), ("y", "i"), ("iy", "i"), ("ie", "e"),
        ("aw", "au"), ("w", "u"), ("ah", "a"), ("a", "e"), ("e", "a"), ("o", "u"),
    ];

    /// <summary>Towns of a subdivision of a country, and whether the names are two spellings of one.</summary>
    public static List<(string Name, string Other, bool Same)> Pairs(string country, int seed)
    {
        var random = new Random(seed);
        var pairs = new List<(string, string, bool)>();
        foreach (var region in Gazetteer.BuiltIn.Regions.Where(r => r.StartsWith(country + "-", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var towns = Gazetteer.BuiltIn.TownsOf(region).Select(static t => t.Name).Where(static n => n.Length >= 4).Distinct().ToList();
            if (towns.Count < 2)
            {
                continue;
            }

            foreach (var town in towns)
            {
                pairs.Add((town, Misspell(town.ToLowerInvariant(), random), true));
                var other = towns[random.Next(towns.Count)];
                if (other != town)
                {
                    pairs.Add((town, other, false));
                }
            }
        }

        return pairs;
    }

    private static string Misspell(string name, Random random)
    {
        var fitting = s_transliterations.Where(t => name.IndexOf(t.From, 1, StringComparison.Ordinal) > 0).ToList();
        if (fitting.Count > 0 && random.Next(3) > 0)
        {
            var (from, to) = fitting[random.Next(fitting.Count)];
            var at = name.IndexOf(from, 1, StringComparison.Ordinal);
            return string.Concat(name.AsSpan(0, at), to, name.AsSpan(at + from.Length));
        }

        var text = new StringBuilder(name);
        var place = random.Next(1, name.Length - 1);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(place, 1);
                break;
            case 1:
                text.Insert(place, name[place]);
                break;
            case 2:
                text[place] = (char)('a' + random.Next(26));
                break;
            default:
                (text[place], text[place + 1]) = (text[place + 1], text[place]);
                break;
        }

        return text.ToString();
    }
}
