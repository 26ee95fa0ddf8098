using System.Collections.Frozen;

namespace Alerting.Reports;

/// <summary>
/// Letters without their diacritics. A table of our own instead of <see cref="string.Normalize()"/>: that does nothing
/// where the process runs without ICU (invariant globalization), and two machines with different ICU versions must not
/// disagree on whether two spellings are one town.
/// </summary>
internal static class BaseLetters
{
    // Each word is a lower-case letter and after it the letters that are it with marks (canonical decompositions of
    // Unicode 15, marks dropped); besides, the stroked and dotless letters of Latin, which have no decomposition.
    private const string Table =
        "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ bƀḃḅḇ cçćĉċčḉ dďđḋḍḏḑḓ eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģǧǵḡ hĥħȟḣḥḧḩḫẖ " +
        "iìíîïĩīĭįİıǐȉȋ\u0268ḭḯỉị jĵǰ kķǩḱḳḵ lĺļľł\u026Bḷḹḻḽ mḿṁṃ nñńņňǹṅṇṉṋ oòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ pṕṗ " +
        "rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩ tţťŧțṫṭṯṱẗ uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕ æǣǽ ſẛ " +
        "\u0292ǯ \u02B9ʹ αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ εέἐἑἒἓἔἕὲέ ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ ιΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ " +
        "οόὀὁὂὃὄὅὸό ρῤῥ υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ ϒϓϔ аӑӓ гѓ еѐёӗ жӂӝ зӟ ийѝӣӥ кќ оӧ уўӯӱӳ чӵ ыӹ " +
        "эӭ ії ѵѷ әӛ өӫ \u05D0\uFB2E\uFB2F\uFB30 \u05D1\uFB31\uFB4C \u05D2\uFB32 \u05D3\uFB33 \u05D4\uFB34 " +
        "\u05D5\uFB35\uFB4B \u05D6\uFB36 \u05D8\uFB38 \u05D9\uFB1D\uFB39 \u05DA\uFB3A \u05DB\uFB3B\uFB4D \u05DC\uFB3C " +
        "\u05DE\uFB3E \u05E0\uFB40 \u05E1\uFB41 \u05E3\uFB43 \u05E4\uFB44\uFB4E \u05E6\uFB46 \u05E7\uFB47 \u05E8\uFB48 " +
        "\u05E9\uFB2A\uFB2B\uFB2C\uFB2D\uFB49 \u05EA\uFB4A \u05F2\uFB1F \u0627\u0622\u0623\u0625 \u0648\u0624 " +
        "\u064A\u0626 \u06C1\u06C2 \u06D2\u06D3 \u06D5\u06C0 \u0915\u0958 \u0916\u0959 \u0917\u095A \u091C\u095B " +
        "\u0921\u095C \u0922\u095D \u0928\u0929 \u092B\u095E \u092F\u095F \u0930\u0931 \u0933\u0934 \u09A1\u09DC " +
        "\u09A2\u09DD \u09AF\u09DF \u0A16\u0A59 \u0A17\u0A5A \u0A1C\u0A5B \u0A2B\u0A5E \u0A32\u0A33 \u0A38\u0A36 " +
        "\u0B21\u0B5C \u0B22\u0B5D \u0B92\u0B94 \u0F40\u0F69 \u0F42\u0F43 \u0F4C\u0F4D \u0F51\u0F52 \u0F56\u0F57 " +
        "\u0F5B\u0F5C \u1025\u1026 \u1B05\u1B06 \u1B07\u1B08 \u1B09\u1B0A \u1B0B\u1B0C \u1B0D\u1B0E \u1B11\u1B12 " +
        "\u3046\u3094 \u304B\u304C \u304D\u304E \u304F\u3050 \u3051\u3052 \u3053\u3054 \u3055\u3056 \u3057\u3058 " +
        "\u3059\u305A \u305B\u305C \u305D\u305E \u305F\u3060 \u3061\u3062 \u3064\u3065 \u3066\u3067 \u3068\u3069 " +
        "\u306F\u3070\u3071 \u3072\u3073\u3074 \u3075\u3076\u3077 \u3078\u3079\u307A \u307B\u307C\u307D \u309D\u309E " +
        "\u30A6\u30F4 \u30AB\u30AC \u30AD\u30AE \u30AF\u30B0 \u30B1\u30B2 \u30B3\u30B4 \u30B5\u30B6 \u30B7\u30B8 " +
        "\u30B9\u30BA \u30BB\u30BC \u30BD\u30BE \u30BF\u30C0 \u30C1\u30C2 \u30C4\u30C5 \u30C6\u30C7 \u30C8\u30C9 " +
        "\u30CF\u30D0\u30D1 \u30D2\u30D3\u30D4 \u30D5\u30D6\u30D7 \u30D8\u30D9\u30DA \u30DB\u30DC\u30DD \u30EF\u30F7 " +
        "\u30F0\u30F8 \u30F1\u30F9 \u30F2\u30FA \u30FD\u30FE";

    private static readonly FrozenDictionary<char, char> s_bases = Table.Split(' ')
        .SelectMany(word => word.Skip(1).Select(letter => KeyValuePair.Create(letter, word[0])))
        .ToFrozenDictionary();

    /// <summary>The letter without its marks; the character itself when it has none. Expects lower case.</summary>
    public static char Of(char c) => c < 0x80 || !s_bases.TryGetValue(c, out var letter) ? c : letter;
}
