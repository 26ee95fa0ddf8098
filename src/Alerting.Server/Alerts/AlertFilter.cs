using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Thresholds;

namespace Alerting.Server.Alerts;

/// <summary><c>?status=&amp;region=&amp;minSeverity=&amp;after=</c> of the lists and the stream of alerts.</summary>
internal sealed record AlertFilter(AlertStatus? Status, IReadOnlyList<string> Regions, Severity MinSeverity, long? After)
{
    public static AlertFilter All { get; } = new(null, [], Severity.Notice, null);

    /// <summary>Within the regions of a caller; null: nothing passes.</summary>
    public AlertFilter? Within(RegionLimits limits) => limits.Narrow(Regions) is { } regions ? this with { Regions = regions } : null;

    /// <summary>What the request asks for, or a fault.</summary>
    public static Fault? Parse(HttpContext context, RegionCatalog catalog, out AlertFilter filter)
    {
        filter = All;
        string? severity = null, after = null;
        var repeated = Paging.Single(context, "status", out var status)
            ?? Paging.Single(context, "minSeverity", out severity)
            ?? Paging.Single(context, "after", out after);
        if (repeated is not null)
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

        var known = RegionsOf(context, "region", catalog, out var regions);
        filter = filter with { Regions = regions };
        return known;
    }

    /// <summary>Codes that a parameter names, once or more, separated by commas; or a fault where one is not known.</summary>
    public static Fault? RegionsOf(HttpContext context, string name, RegionCatalog catalog, out IReadOnlyList<string> regions)
    {
        List<string> named = [.. context.Request.Query[name].SelectMany(r => (r ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))];
        regions = named;
        return named.Find(r => !catalog.TryGet(r, out _)) is { } unknown ? NearestRegion.Unknown(catalog, unknown, name) : null;
    }

    /// <summary>
    /// Whether a feed with this filter sends a revision: the revision matches, or an earlier one of the same alert did, since a
    /// client that was sent a critical alert must also be sent that it is no longer critical. This depends on the ledger alone,
    /// so a client that reconnects is sent the same as one that stayed.
    /// </summary>
    public bool Passes(EncodedRevision revision, RegionCatalog catalog) =>
        (IsMet(revision.Status, revision.Severity) || WasMetBefore(revision))
        && (Regions.Count == 0 || Regions.Any(r => catalog.IsWithin(revision.Region, r)));

    private bool IsMet(AlertStatus status, Severity severity) => (Status is null || status == Status) && severity >= MinSeverity;

    // Revisions are open until the alert ends, and those that follow its end have its status.
    private bool WasMetBefore(EncodedRevision revision) => revision.HighestBefore is { } highest && IsMet(AlertStatus.Open, highest);
}
