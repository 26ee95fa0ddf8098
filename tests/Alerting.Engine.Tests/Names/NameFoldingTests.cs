using Alerting.Engine.Names;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Names;

/// <summary>
/// Which spellings are one name and which are two, script by script. Escapes where an editor would not show the difference.
/// </summary>
public sealed class NameFoldingTests
{
    [Theory]
    [InlineData("Al  Fallūjah", "fallujah")]
    [InlineData(" al fallujah\t", "fallujah")]
    [InlineData("Al Fallu'jah", "fallujah")]
    [InlineData("Al Fallu\u0304jah", "fallujah")]
    [InlineData("Başrah", "basrah")]
    [InlineData("Şalāḩ ad Dīn", "salahaddin")]
    [InlineData("DİYARBAKIR", "diyarbakir")]
    [InlineData("Diyarbakır", "diyarbakir")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Đà Nẵng", "danang")]
    [InlineData("Karbalā’", "karbala")]
    [InlineData("Ἀθῆναι", "αθηναι")]
    [InlineData("Київ", "киів")]
    [InlineData("أربيل", "اربيل")]
    [InlineData("'’", "")]
    [InlineData("- . \u0640", "")]
    [InlineData("\u0301", "")]
    [InlineData("hit (district)", "hit(district)")]
    [InlineData("balad/ruz", "balad/ruz")]
    public void Folds_what_spellings_differ_in(string name, string expected) => Assert.Equal(expected, NameFolding.Fold(name));

    [Theory]
    [InlineData("Al-Karmah", "Karmah")]
    [InlineData("Al Karmah", "Al-Karmah")]
    [InlineData("al karma'h", "Al-Karmah")]
    [InlineData("ĀL\u2014KARMAH", "Al-Karmah")]
    [InlineData("An Najaf", "Najaf")]
    [InlineData("Ash Shatrah", "Shatrah")]
    [InlineData("El-Kharga", "Kharga")]
    [InlineData("Ad Dawr", "Dawr")]
    [InlineData("Ar-Ramadi", "Ramadi")]
    [InlineData("As-Samawah", "Samawah")]
    [InlineData("At Tarmiyah", "Tarmiyah")]
    [InlineData("Az Zubayr", "Zubayr")]
    [InlineData("The Hague", "Hague")]
    [InlineData("La Paz", "Paz")]
    [InlineData("Le Mans", "Mans")]
    [InlineData("\u0627\u0644\u0643\u0631\u0645\u0629", "\u0643\u0631\u0645\u0629")] // al-Karmah in Arabic, written on to its word
    [InlineData("\u0627\u0644 \u0643\u0631\u0645\u0629", "\u0643\u0631\u0645\u0629")]
    [InlineData("\u0671\u0644\u0643\u0631\u0645\u0629", "\u0643\u0631\u0645\u0629")] // its alef with wasla
    [InlineData("\u0627\u0644\u0622\u0644\u0648\u0633\u064A", "\u0627\u0644\u0648\u0633\u064A")] // Al-Alusi, alef with madda or plain
    public void A_leading_article_is_no_part_of_the_name(string left, string right) => AssertOne(left, right);

    [Theory]
    [InlineData("Alma", "Ma")]
    [InlineData("Alkarmah", "Karmah")] // written on to the word it is seen in Arabic alone
    [InlineData("Elburz", "Burz")]
    [InlineData("Al Bu", "Bu")] // three letters must remain
    [InlineData("Al-1 (b)", "1 (b)")]
    [InlineData("Al.Karmah", "Karmah")] // before a space or hyphen only
    [InlineData("Karmah Al", "Karmah")]
    [InlineData("Lahore", "Hore")]
    [InlineData("\u0627\u0644\u0643\u0631", "\u0643\u0631")] // two letters
    [InlineData("\u0627\u0644 \u5317\u4EAC", "\u5317\u4EAC")]
    public void What_only_looks_like_an_article_stays(string left, string right) => AssertTwo(left, right);

    [Theory]
    [InlineData("Al-Khalis", "Al\u2011Khalis")] // no-break hyphen
    [InlineData("Al-Khalis", "Al\u00A0Khalis")]
    [InlineData("Al-Khalis", "\uFF21\uFF4C\u3000\uFF2B\uFF48\uFF41\uFF4C\uFF49\uFF53")] // full width
    [InlineData("Stra\u00DFburg", "STRASSBURG")]
    [InlineData("STRA\u1E9EBURG", "Strassburg")]
    [InlineData("\u0130zmir", "Izmir")] // Turkish capital i with dot
    [InlineData("Ad\u0131yaman", "ADIYAMAN")] // Turkish dotless i
    [InlineData("\uFB03ord", "Ffiord")] // ligature ffi
    [InlineData("St. Louis", "St Louis")]
    [InlineData("La\u00B4zar", "La'zar")] // an accent for an apostrophe ends no word
    [InlineData("Fallu\u00B4jah", "Fallu\u02BFjah")]
    [InlineData("Port-au-Prince", "Port au Prince")]
    [InlineData("Col\u00B7legi", "Collegi")]
    [InlineData("Nice\u00ADville", "Niceville")] // soft hyphen
    [InlineData("Ho\u0300a B\u00ECnh", "Hoa Binh")] // Vietnamese with marks, both ways, and without
    [InlineData("Bu\u00F4n Ma Thu\u1ED9t", "Buon Ma Thuot")]
    [InlineData("G\u0259nc\u0259", "Gence")] // Azerbaijani
    [InlineData("T\u00F3rshavn \u00DEing\u00E6", "Torshavn Thingae")]
    [InlineData("\u1F08\u03B8\u1FC6\u03BD\u03B1\u03B9", "\u0391\u0398\u0397\u039D\u0391\u0399")] // Greek
    [InlineData("\u03A0\u03AC\u03C4\u03C1\u03B1\u03C2", "\u03A0\u0391\u03A4\u03A1\u0391\u03A3")] // final sigma
    [InlineData("\u1FB3\u03B4\u03B7", "\u0391\u0399\u0394\u0397")] // iota below the letter is one beside it in capitals
    [InlineData("\u041A\u0438\u0457\u0432", "\u041A\u0418\u0406\u0308\u0412")] // Ukrainian
    [InlineData("\u041E\u0440\u0451\u043B", "\u041E\u0440\u0435\u043B")] // Russian
    // Kazakh
    [InlineData("\u049A\u0410\u0420\u0410\u0492\u0410\u041D\u0414\u042B", "\u049B\u0430\u0440\u0430\u0493\u0430\u043D\u0434\u044B")]
    // Hebrew points
    [InlineData(
        "\u05D9\u05B0\u05E8\u05D5\u05BC\u05E9\u05C1\u05B8\u05DC\u05B7\u05D9\u05B4\u05DD",
        "\u05D9\u05E8\u05D5\u05E9\u05DC\u05D9\u05DD")]
    [InlineData("\u05EA\u05DC\u05BE\u05D0\u05D1\u05D9\u05D1", "\u05EA\u05DC \u05D0\u05D1\u05D9\u05D1")] // maqaf
    [InlineData("\u0627\u0644\u0641\u0644\u0648\u062C\u0629", "\u0627\u0644\u0641\u0640\u0644\u0648\u062C\u0629")] // tatweel
    [InlineData("\u0627\u0644\u0641\u0644\u0648\u062C\u0629", "\u0627\u0644\u0641\u0644\u0648\u062C\u0647")] // teh marbuta and heh
    [InlineData("\u0623\u0631\u0628\u064A\u0644", "\u0627\u0631\u0628\u064A\u0644")] // alef with hamza
    [InlineData("\u0625\u062F\u0644\u0628", "\u0627\u062F\u0644\u0628")]
    [InlineData("\u0639\u064A\u0633\u0649", "\u0639\u06CC\u0633\u06CC")] // alef maksura and the Persian yeh
    [InlineData("\u06A9\u0631\u06A9\u0648\u06A9", "\u0643\u0631\u0643\u0648\u0643")] // the Persian kaf
    [InlineData("\uFED3\uFEE0\uFEEE\uFE9F\uFE94", "\u0641\u0644\u0648\u062C\u0629")] // presentation forms
    [InlineData("\uFEFB\uFEAF", "\u0644\u0627\u0632")] // ligature lam with alef
    [InlineData("\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F", "\u0645\u062D\u0645\u062F")] // vowel signs
    [InlineData("\u200F\u0628\u063A\u062F\u0627\u062F\u200E", "\u0628\u063A\u062F\u0627\u062F")] // direction marks
    [InlineData("\uAC1C\uC131", "\u1100\u1162\u1109\u1165\u11BC")] // Korean NFC and NFD
    [InlineData("\u304C", "\u304B\u3099")] // Japanese NFC and NFD
    [InlineData("\uFF76\uFF9E\uFF9D", "\u30AC\u30F3")] // half width
    [InlineData("\u65B0\u30FB\u5BBF", "\u65B0\u5BBF")]
    [InlineData("\uF900\u6771", "\u8C48\u6771")] // compatibility ideograph
    [InlineData("\u0958\u093E", "\u0915\u093C\u093E")] // Devanagari with nukta, NFC-excluded and decomposed
    [InlineData("\u09CB", "\u09C7\u09BE")] // Bengali vowel of two parts
    [InlineData("\u0B95\u0BCB", "\u0B95\u0BC7\u0BBE")] // Tamil
    [InlineData("\u0915\u094D\u200D\u0937", "\u0915\u094D\u0937")] // joiner
    [InlineData("\u0E19\u0E33", "\u0E19\u0E4D\u0E32")] // Thai sara am
    [InlineData("\u1025\u102E", "\u1026")] // Burmese
    [InlineData("\u0F69", "\u0F40\u0FB5")] // Tibetan
    [InlineData("\u1C97\u1C91\u1C98\u1C9A\u1C98\u1CA1\u1C98", "\u10D7\u10D1\u10D8\u10DA\u10D8\u10E1\u10D8")] // Georgian Mtavruli
    [InlineData("\u0535\u0580\u0587\u0561\u0576", "\u0535\u0550\u0535\u0552\u0531\u0546")] // Armenian, ligature ech-yiwn
    [InlineData("\uFB13\u0561", "\u0574\u0576\u0561")] // Armenian ligature men-now
    [InlineData("\uAB70\u13F8", "\u13A0\u13F0")] // Cherokee
    [InlineData("\U00010400\U00010401", "\U00010428\U00010429")] // Deseret
    [InlineData("\U0001E900", "\U0001E922")] // Adlam
    [InlineData("\U000104B0", "\U000104D8")] // Osage
    [InlineData("\U00011107\U00011131\U00011127", "\U00011107\U0001112E")] // Chakma vowel o, composed and not
    [InlineData("\U0001D400\U0001D41A", "aa")] // mathematical letters
    public void Spellings_of_one_name_are_equal(string left, string right) => AssertOne(left, right);

    [Theory]
    [InlineData("\u0915\u094B\u0902\u091F\u093E", "\u0915\u094B\u091F\u093E")] // Konta and Kota
    [InlineData("\u0915\u0940", "\u0915\u093F")]
    [InlineData("\u0921", "\u0921\u093C")] // nukta makes another letter
    [InlineData("\u0995\u09BF", "\u0995")] // Bengali
    [InlineData("\u0A15\u0A3F", "\u0A15\u0A40")] // Gurmukhi
    [InlineData("\u0A95\u0AC1", "\u0A95\u0AC2")] // Gujarati
    [InlineData("\u0B15\u0B3E", "\u0B15")] // Odia
    [InlineData("\u0B95\u0BBF", "\u0B95\u0BC0")] // Tamil
    [InlineData("\u0C15\u0C3F", "\u0C15\u0C41")] // Telugu
    [InlineData("\u0C95\u0CBE", "\u0C95")] // Kannada
    [InlineData("\u0D15\u0D3E", "\u0D15\u0D3F")] // Malayalam
    [InlineData("\u0D9A\u0DCF", "\u0D9A")] // Sinhala
    [InlineData("\u0E19\u0E34", "\u0E19\u0E35")] // Thai
    [InlineData("\u0E1B\u0E48\u0E32", "\u0E1B\u0E32")] // Thai tone
    [InlineData("\u0E81\u0EB4", "\u0E81")] // Lao
    [InlineData("\u1000\u102D", "\u1000\u102E")] // Burmese
    [InlineData("\u1780\u17B7", "\u1780\u17B8")] // Khmer
    [InlineData("\u0F40\u0F72", "\u0F40\u0F74")] // Tibetan
    [InlineData("\u0780\u07A8", "\u0780\u07AA")] // Thaana
    [InlineData("\u1230", "\u1231")] // Ethiopic
    [InlineData("\u304C", "\u304B")] // Japanese ga and ka
    [InlineData("\u30D1", "\u30CF")]
    [InlineData("\u30D3\u30EB", "\u30D3\u30FC\u30EB")] // a long vowel is no hyphen
    [InlineData("\uAC1C\uC131", "\uAC1C\uC2EC")] // Korean
    [InlineData("\u5B9C\u660C", "\u4E49\u660C")] // two Chinese cities of one sound
    [InlineData("\u0441\u0443\u043C\u044B", "\u0441\u0443\u043C\u0438")] // Cyrillic
    [InlineData("\u0434\u043E\u043D", "don")] // no transliteration
    [InlineData("\u062F\u0648\u0632", "\u062F\u0648\u0631")] // a point that is part of an Arabic letter
    [InlineData("\u05D1\u05E0\u05D9", "\u05D1\u05DB\u05D9")] // Hebrew
    [InlineData("\U00011107\U0001112E", "\U00011107")] // Chakma
    [InlineData("\U00010428", "\U00010429")] // Deseret
    [InlineData("hit", "hit2")]
    public void Different_names_stay_different(string left, string right) => AssertTwo(left, right);

    [Fact]
    public void A_plain_name_is_returned_as_it_is()
    {
        const string Plain = "baquba2(a,b)/c";
        Assert.Same(Plain, NameFolding.Fold(Plain));
    }

    [Fact]
    public void A_long_name_is_folded_whole()
    {
        var name = string.Concat(Enumerable.Repeat("\u1F08-\uFDFA", 300));
        Assert.Equal(string.Concat(Enumerable.Repeat(NameFolding.Fold("\u1F08-\uFDFA"), 300)), NameFolding.Fold(name));
    }

    private static void AssertOne(string left, string right) => Assert.Equal(NameFolding.Fold(left), NameFolding.Fold(right));

    private static void AssertTwo(string left, string right) => Assert.NotEqual(NameFolding.Fold(left), NameFolding.Fold(right));
}
