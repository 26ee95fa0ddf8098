using System.Globalization;
using Alerting.Alerts;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Thresholds;

namespace Alerting.Server.Alerts;

/// <summary><c>?status=&amp;region=&amp;minSeverity=&amp;after=</c> of the lists and the stream of alerts.</summary>
internal sealed record AlertFilter(AlertStatus? Status, IReadOnlyList<string> Regions, Severity MinSeverity, long? After)
{
    public static Fault? Parse(HttpContext context, RegionCatalog catalog, out AlertFilter filter)
    {
        filter = new AlertFilter(null, [], Severity.Notice, null);
        var query = context.Request.Query;
        if (query["status"] is [{ Length: > 0 } status])
        {
            if (!EnumNames.TryParse<AlertStatus>(status, out var value))
            {
                return Paging.Invalid("status", status);
            }

            filter = filter with { Status = value };
        }

        if (query["minSeverity"] is [{ Length: > 0 } severity])
        {
            if (!EnumNames.TryParse<Severity>(severity, out var value))
            {
                return Paging.Invalid("minSeverity", severity);
            }

            filter = filter with { MinSeverity = value };
        }

        if (query["after"] is [{ Length: > 0 } after])
        {
            if (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return Paging.Invalid("after", after);
            }

            filter = filter with { After = value };
        }

        var regions = query["region"].SelectMany(r => (r ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (regions.Find(r => !catalog.TryGet(r, out _)) is { } unknown)
        {
            var nearest = NearestName.Find(unknown, catalog.Codes);
            return new Fault(FaultTypes.UnknownRegion, $"There is no region '{unknown}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}.", "region");
        }

        filter = filter with { Regions = regions };
        return null;
    }

    public bool Matches(Alert alert, RegionCatalog catalog) =>
        (Status is null || alert.Status == Status)
        && alert.Severity >= MinSeverity
        && (Regions.Count == 0 || Regions.Any(r => catalog.IsWithin(alert.Region.Code, r)));
}
