using System.Globalization;
using System.IO.Compression;
using System.Text;
using Alerting.Engine.Names;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Names;

/// <summary>
/// What is folded against the data by which Unicode has implementations tested (NormalizationTest.txt without most of the
/// Hangul syllables, and the rows C and F of CaseFolding.txt), which the table of letters was not made from.
/// </summary>
public sealed class NameFoldingUnicodeTests
{
    private static readonly string[][] s_forms = [.. Rows("normalization-test.txt.gz")];

    // Letters, marks and separators of all sorts, more of them than chance would put together.
    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String,
        Gen.OneOf(
            OneOf(
                "al", "Al-", "the ", "\u0627\u0644", "\u0627\u0644\u0627\u0644", "-", " ", "\u00A0", "'", "\u0640", "\u0345",
                "\u093C", "\u094D"),
            OneOf(
                "\u0301", "\u0323", "\u3099", "\u064E", "\u034F", "\u200D", "\u0915", "\u304B", "\u03B1", "\u0438", "\u1100",
                "\u1161", "\u11A8"),
            Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(c => new Rune(c).ToString()),
            Gen.Int[0, s_forms.Length - 1].Select(i => s_forms[i][0])).List[0, 8].Select(string.Concat));

    [Fact]
    public void Equivalent_forms_of_every_letter_are_equal()
    {
        Assert.True(s_forms.Length > 7_000);
        foreach (var forms in s_forms)
        {
            Assert.True(forms.Select(NameFolding.Fold).Distinct().Count() == 1, Escaped(forms[0]));
        }
    }

    [Fact]
    public void Cases_of_every_letter_are_equal()
    {
        var rows = Rows("case-folding.txt.gz").ToList();
        Assert.True(rows.Count > 1_400);
        foreach (var row in rows)
        {
            Assert.True(NameFolding.Fold(row[0]) == NameFolding.Fold(row[1]), Escaped(row[0]));
        }
    }

    [Fact]
    public void Every_code_point_alone_is_folded_to_its_end()
    {
        for (var c = 0; c <= 0x10FFFF; c++)
        {
            if (Rune.IsValid(c))
            {
                var folded = NameFolding.Fold(new Rune(c).ToString());
                Assert.True(NameFolding.Fold(folded) == folded, $"U+{c:X4}");
            }
        }
    }

    [Fact]
    public void A_mark_of_every_other_script_is_a_letter()
    {
        // Beyond the basic plane the runtime knows marks of a younger version of Unicode than the table's.
        string[] shedding = ["a", "\u03B1", "\u0438", "\u05D0", "\u0628"];
        for (var c = 0; c <= 0xFFFF; c++)
        {
            if (Rune.IsValid(c) && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.SpacingCombiningMark)
            {
                var mark = new Rune(c).ToString();
                Assert.True(NameFolding.Fold("\u0915" + mark) != "\u0915", $"U+{c:X4}");
                Assert.All(shedding, letter => Assert.Equal(letter, NameFolding.Fold(letter + mark)));
            }
        }
    }

    [Fact]
    public void Folding_twice_changes_nothing() =>
        s_text.Sample(name => NameFolding.Fold(NameFolding.Fold(name)) == NameFolding.Fold(name), iter: 20_000, print: Escaped);

    [Fact]
    public void Equivalent_forms_of_any_text_are_equal() =>
        Gen.Select(Gen.Int[0, s_forms.Length - 1].Array[1, 6], Gen.Int[0, 4].Array[6], s_text).Sample(
            (letters, forms, between) =>
                NameFolding.Fold(Joined(letters, between, _ => 0)) == NameFolding.Fold(Joined(letters, between, i => forms[i])),
            iter: 20_000,
            print: drawn =>
                $"{Escaped(Joined(drawn.Item1, drawn.Item3, _ => 0))} and "
                + $"{Escaped(Joined(drawn.Item1, drawn.Item3, i => drawn.Item2[i]))}");

    [Fact]
    public void Marks_of_different_places_may_stand_in_any_order() =>
        Gen.Select(
            OneOf("\u0915", "\u304B", "\u0710", "\u0F40"),
            Gen.Shuffle((string[])["\u093C", "\u094D", "\u0301", "\u0323", "\u0345", "\u3099"])).Sample(
            (letter, marks) =>
                NameFolding.Fold(letter + string.Concat(marks)) == NameFolding.Fold(letter + "\u093C\u3099\u094D\u0323\u0301\u0345"));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Joined(int[] letters, string between, Func<int, int> form) =>
        string.Join(between, letters.Select((letter, i) => s_forms[letter][form(i)]));

    private static IEnumerable<string[]> Rows(string file)
    {
        using var stream = typeof(NameFoldingUnicodeTests).Assembly.GetManifestResourceStream($"Alerting.Engine.Tests.Names.Data.{file}")!;
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return [.. line.Split(';').Select(static codes => string.Concat(
                codes.Split(' ').Select(static code =>
                    new Rune(int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString())))];
        }
    }

    private static string Escaped(string text) => string.Join(' ', text.EnumerateRunes().Select(static r => $"U+{r.Value:X4}"));
}
