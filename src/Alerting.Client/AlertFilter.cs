using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Client;

/// <summary>Which alerts are listed or told.</summary>
public sealed record AlertFilter
{
    /// <summary>Only alerts of this status; null: any.</summary>
    public AlertStatus? Status { get; init; }

    /// <summary>Codes of regions, each with its subtree; empty: all.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Only alerts of this severity or higher; null: any.</summary>
    public Severity? MinSeverity { get; init; }

    /// <summary>Only revisions after this seq of the ledger; null: from the beginning, for a live feed from now on.</summary>
    public long? After { get; init; }

    internal Query ToQuery(int? limit) => new(
    [
        ("status", Query.Text(Status)),
        ("region", Regions.Count == 0 ? null : string.Join(',', Regions)),
        ("minSeverity", Query.Text(MinSeverity)),
        ("after", Query.Text(After)),
        ("limit", Query.Text(limit)),
    ]);
}
