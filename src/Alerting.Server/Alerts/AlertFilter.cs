using Alerting.Alerts;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Thresholds;

namespace Alerting.Server.Alerts;

/// <summary><c>?status=&amp;region=&amp;minSeverity=&amp;after=</c> of the lists and the stream of alerts.</summary>
internal sealed record AlertFilter(AlertStatus? Status, IReadOnlyList<string> Regions, Severity MinSeverity, long? After)
{
    public static AlertFilter All { get; } = new(null, [], Severity.Notice, null);

    /// <summary>What the request asks for, or a fault.</summary>
    public static Fault? Parse(HttpContext context, RegionCatalog catalog, out AlertFilter filter)
    {
        filter = All;
        string? severity = null, after = null;
        if ((Paging.Single(context, "status", out var status) ?? Paging.Single(context, "minSeverity", out severity) ?? Paging.Single(context, "after", out after)) is { } repeated)
        {
            return repeated;
        }

        if (status is not null)
        {
            if (!EnumNames.TryParse<AlertStatus>(status, out var value))
            {
                return Paging.Invalid("status", status);
            }

            filter = filter with { Status = value };
        }

        if (severity is not null)
        {
            if (!EnumNames.TryParse<Severity>(severity, out var value))
            {
                return Paging.Invalid("minSeverity", severity);
            }

            filter = filter with { MinSeverity = value };
        }

        if (after is not null)
        {
            if (Paging.After(after, 0L, out var value) is { } fault)
            {
                return fault;
            }

            filter = filter with { After = value };
        }

        var regions = context.Request.Query["region"].SelectMany(r => (r ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
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
