using System.Collections.Frozen;
using Alerting.Engine.Names;

namespace Alerting.Cli.Import.Regions;

/// <summary>Names of regions without the words that say what a region is and not how it is called.</summary>
internal static class RegionTypeWords
{
    // Folded, as words are compared.
    private static readonly FrozenSet<string> s_types = new[]
    {
        // English
        "governorate", "governate", "province", "region", "state", "department", "county", "district", "division", "prefecture", "parish",
        "canton", "territory", "municipality", "commune", "emirate", "republic", "autonomous", "administrative", "metropolitan", "area",
        "capital", "federal",
        // Arabic, Persian, Turkish and Central Asian
        "wilaya", "wilayah", "wilayat", "vilayat", "velayat", "welayaty", "muhafazah", "muhafazat", "muhafaza", "mohafazat", "mintaqat",
        "mintaqah", "ostan", "ili", "viloyati", "viloyat", "oblysy", "oblysi", "oblasty", "aimag", "aimak",
        // Slavic
        "oblast", "oblasti", "voblast", "voblasc", "voblasts", "kray", "krai", "okrug", "respublika", "raion", "rayon",
        "wojewodztwo", "voivodeship", "kraj", "zupanija", "opstina",
        // Romance
        "provincia", "departamento", "departement", "estado", "regiao", "regione", "distrito", "municipio",
        "comarca", "cercle", "etat", "provincie", "judet", "judetul",
        // Asian
        "provinsi", "sheng", "shi", "zizhiqu", "pradesh", "changwat", "tinh",
        // Words between
        "of", "the", "de", "du", "des", "del", "do", "da", "and", "y", "et",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly char[] s_between = [' ', '\t', '\u00a0', '-', '\u2010', '\u2011', '\u2013', '_', ',', '.'];

    /// <summary>The form in which two names of one region are equal; empty where nothing can be compared.</summary>
    public static string KeyOf(string name)
    {
        var words = name.Split(s_between, StringSplitOptions.RemoveEmptyEntries);
        var kept = Array.FindAll(words, static word => !s_types.Contains(NameFolding.Fold(word)));
        return NameFolding.Fold(string.Join(' ', kept.Length == 0 ? words : kept));
    }

    /// <summary>
    /// The name, and each of several that stand in it, as in <c>Bizkaia (Vizcaya) [es]</c> or <c>Bolzano / Bozen</c>.
    /// </summary>
    public static IEnumerable<string> NamesIn(string name) =>
        name.Split(['(', ')', '[', ']', '/', ';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Prepend(name);
}
