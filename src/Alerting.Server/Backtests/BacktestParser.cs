using System.Text;
using System.Text.Json;
using Alerting.Engine.Backtests;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Json;
using Alerting.Server.Thresholds;
using Alerting.Thresholds;

namespace Alerting.Server.Backtests;

/// <summary>Reads what a backtest is asked to do. Never throws on what it is given. Safe for concurrent use.</summary>
internal sealed class BacktestParser(ThresholdParser thresholds, RegionCatalog regions)
{
    public const string Reports = "reports";

    private const int MostThresholds = 1_000;
    private const int MostRegions = 10_000;
    private const int MaxInstant = 64;

    private static readonly string[] s_names = ["thresholds", "thresholdIds", Reports, "regions", "from", "to"];

    /// <param name="body">Its strings can all be decoded: see <see cref="MalformedJson.Find"/>.</param>
    /// <param name="reportsFollow">Whether the reports come after this and not in it.</param>
    public ParsedBacktest Parse(JsonElement body, bool reportsFollow)
    {
        try
        {
            return new ParsedBacktest(Read(new JsonFields(body, "$", s_names), reportsFollow), null);
        }
        catch (BodyRefusedException refused)
        {
            return new ParsedBacktest(null, refused.Fault);
        }
    }

    private BacktestRequest Read(JsonFields fields, bool reportsFollow)
    {
        if (fields.Has("thresholds") == fields.Has("thresholdIds"))
        {
            throw fields.Has("thresholds")
                ? fields.Invalid("thresholdIds", "cannot be named where thresholds are given")
                : JsonFields.Refused(FaultTypes.MissingField, "thresholds or thresholdIds are required", "$.thresholds");
        }

        CheckReports(fields, reportsFollow);
        return new BacktestRequest(Drafts(fields), Ids(fields), Regions(fields), Period(fields));
    }

    private static void CheckReports(JsonFields fields, bool reportsFollow)
    {
        if (reportsFollow)
        {
            foreach (var name in new[] { Reports, "regions" })
            {
                if (fields.Has(name))
                {
                    throw fields.Invalid(name, "cannot be stated in the first line: the reports follow, one a line");
                }
            }

            return;
        }

        if (fields.Has(Reports) && fields.Has("regions"))
        {
            throw fields.Invalid("regions", "cannot be named where reports are given");
        }

        if (!fields.Has(Reports) && !fields.Has("regions"))
        {
            throw JsonFields.Refused(FaultTypes.MissingField, "reports or regions are required", "$.reports");
        }

        _ = fields.Items(Reports, int.MaxValue);
    }

    private List<Threshold> Drafts(JsonFields fields)
    {
        var drafts = new List<Threshold>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, path) in fields.Items("thresholds", MostThresholds))
        {
            var parsed = thresholds.Parse(item, path, null);
            if (parsed.Fault is { } fault)
            {
                throw new BodyRefusedException(fault);
            }

            if (!ids.Add(parsed.Threshold!.Id))
            {
                throw JsonFields.Refused(FaultTypes.InvalidField, $"threshold '{parsed.Threshold.Id}' is given twice", JsonPath.Member(path, "id"));
            }

            drafts.Add(parsed.Threshold);
        }

        return drafts;
    }

    private static List<string> Ids(JsonFields fields) =>
        [.. fields.Items("thresholdIds", MostThresholds).Select(static entry => JsonFields.Text(entry.Item, entry.Path, Slug.MaxLength))];

    private List<string>? Regions(JsonFields fields)
    {
        if (!fields.Has("regions"))
        {
            return null;
        }

        var codes = new List<string>();
        foreach (var (item, path) in fields.Items("regions", MostRegions))
        {
            var code = JsonFields.Text(item, path, NearestName.MaxLength);
            if (code != "*" && !regions.TryGet(code, out _))
            {
                throw JsonFields.Refused(FaultTypes.UnknownRegion, $"unknown region '{code}'{NearestRegion.Hint(regions, code)}", path);
            }

            codes.Add(code);
        }

        return codes.Count > 0 ? codes : throw fields.Invalid("regions", "must name at least one region, or '*' for all");
    }

    private static BacktestPeriod Period(JsonFields fields)
    {
        var from = Instant(fields, "from");
        var to = Instant(fields, "to");
        return to < from
            ? throw fields.Invalid("to", "must not be before from")
            : new BacktestPeriod(from ?? 0, to);
    }

    private static long? Instant(JsonFields fields, string name)
    {
        if (fields.Text(name, MaxInstant) is not { } text)
        {
            return null;
        }

        return Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant)
            ? instant.UtcTicks
            : throw fields.Invalid(name, "must be an RFC 3339 time with offset, such as 2014-01-01T13:05:00+03:00");
    }
}
