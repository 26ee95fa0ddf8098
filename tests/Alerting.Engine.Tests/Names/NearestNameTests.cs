using Alerting.Engine.Kinds;
using Alerting.Engine.Names;
using Alerting.Kinds;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Names;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("vehicle-bom", "vehicle-bomb")]
    [InlineData("vehicel-bomb", "vehicle-bomb")]
    [InlineData("VEHICLE-BOMB", "vehicle-bomb")]
    [InlineData("armed_assault", "armed-assault")]
    [InlineData("asassination", "assassination")]
    [InlineData("ide", "ied")]
    [InlineData("bicycle", null)]
    [InlineData("", null)]
    public void Finds_the_kind_that_was_meant(string text, string? expected) =>
        Assert.Equal(expected, NearestName.Find(text, KindCatalog.Shipped.Slugs));

    [Fact]
    public void Prefers_the_longest_common_beginning_then_ordinal_order()
    {
        Assert.Equal("IQ-AN", NearestName.Find("IQ-AX", ["IQ-BX", "IQ-AR", "IQ-AN"]));
        Assert.Equal("abx", NearestName.Find("ab", ["abz", "abx", "aby"]));
    }

    [Fact]
    public void Passes_over_texts_that_are_too_long() =>
        Assert.Null(NearestName.Find(new string('a', 65), [new string('a', 64)]));

    [Fact]
    public void Agrees_with_the_textbook_whatever_the_order_of_names()
    {
        var word = Gen.Char["abcB"].Array[0, 9].Select(c => new string(c));
        Gen.Select(word, word.Array[0, 12]).Sample((text, names) =>
        {
            var expected = Naive(text, names);
            return NearestName.Find(text, names) == expected
                && NearestName.Find(text, names.Reverse()) == expected
                && NearestName.Find(text, new NameIndex(names)) == expected;
        });
    }

    private static string? Naive(string text, string[] names)
    {
        var bound = Math.Clamp((text.Length + 1) / 3, 1, 4);
        return text.Length == 0 ? null : names
            .Select(name => (name, distance: Distance(text.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(entry => entry.distance <= bound)
            .OrderBy(entry => entry.distance)
            .ThenByDescending(entry => text.AsSpan().CommonPrefixLength(entry.name))
            .ThenBy(entry => entry.name, StringComparer.Ordinal)
            .Select(entry => entry.name)
            .FirstOrDefault();
    }

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
