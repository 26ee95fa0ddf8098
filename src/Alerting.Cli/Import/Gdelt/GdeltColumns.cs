namespace Alerting.Cli.Import.Gdelt;

/// <summary>
/// The columns of the table of events of GDELT 2, whose files have no header; the order is that of "The GDELT Event Database,
/// Data Format Codebook V2.0".
/// </summary>
internal static class GdeltColumns
{
    public const string Id = "GLOBALEVENTID";
    public const string Day = "SQLDATE";
    public const string Code = "EventCode";
    public const string PlaceType = "ActionGeo_Type";
    public const string Place = "ActionGeo_FullName";
    public const string Added = "DATEADDED";

    private static readonly string[] s_actor =
    [
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code",
        "Type3Code",
    ];

    private static readonly string[] s_place =
        ["Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"];

    public static IReadOnlyList<string> All { get; } =
    [
        Id, Day, "MonthYear", "Year", "FractionDate",
        .. s_actor.Select(static name => "Actor1" + name),
        .. s_actor.Select(static name => "Actor2" + name),
        "IsRootEvent", Code, "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
        "NumArticles", "AvgTone",
        .. s_place.Select(static name => "Actor1Geo_" + name),
        .. s_place.Select(static name => "Actor2Geo_" + name),
        .. s_place.Select(static name => "ActionGeo_" + name),
        Added, "SOURCEURL",
    ];
}
