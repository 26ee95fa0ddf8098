namespace Alerting.Engine.Regions;

/// <summary>What regions are called in English where ISO 3166 calls them something else.</summary>
public static class EnglishNames
{
    private static readonly Lazy<KeyValuePair<string, string>[]> s_all = new(() =>
        [.. RegionData.Lines("english-names.csv").Select(RegionData.Split).Select(static row => KeyValuePair.Create(row.Key, row.Value))]);

    /// <summary>Pairs of the code of a region and a name; several for some regions.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All => s_all.Value;
}
