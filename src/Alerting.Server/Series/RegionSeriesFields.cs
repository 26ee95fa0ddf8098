using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Series;

/// <summary>Figures of a region over time.</summary>
[Flags]
internal enum RegionSeriesFields
{
    None = 0,
    Level = 1,
    Score = 2,
    Incidents = 4,
    Killed = 8,
    All = Level | Score | Incidents | Killed,
}

/// <summary><c>?fields=</c> of the series of a region.</summary>
internal static class RegionSeriesFieldNames
{
    public const string Parameter = "fields";

    /// <summary>What the request asks for, all when it names none; a fault where it names what there is not.</summary>
    public static Fault? Read(HttpContext context, out RegionSeriesFields fields)
    {
        fields = RegionSeriesFields.None;
        var named = context.Request.Query[Parameter].SelectMany(static stated => (stated ?? "").Split(','));
        foreach (var name in named.Where(static name => name.Length > 0))
        {
            RegionSeriesFields? field = name switch
            {
                "level" => RegionSeriesFields.Level,
                "score" => RegionSeriesFields.Score,
                "incidents" => RegionSeriesFields.Incidents,
                "killed" => RegionSeriesFields.Killed,
                _ => null,
            };
            if (field is null)
            {
                return new Fault(
                    FaultTypes.InvalidField, $"There is no field '{name}': known are level, score, incidents and killed.", Parameter);
            }

            fields |= field.Value;
        }

        fields = fields == RegionSeriesFields.None ? RegionSeriesFields.All : fields;
        return null;
    }
}
