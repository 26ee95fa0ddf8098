using Alerting.Alerts;
using Alerting.Engine.Regions;

namespace Alerting.Grains.Alerts;

/// <summary>Counts the alerts of the ledger by when they were raised.</summary>
internal static class RaisedAlerts
{
    /// <summary>How many alerts may be counted for an answer.</summary>
    public const int MaxCounted = 200_000;

    /// <summary>
    /// Of how many the log may have to be read for an answer: the index remembers when an alert was raised, but not of what an earlier
    /// version of the product has stored.
    /// </summary>
    public const int MaxRead = 20_000;

    private const int Page = 500;

    /// <inheritdoc cref="IAlertLedgerGrain.CountRaisedAsync"/>
    /// <param name="index">Of the ledger.</param>
    /// <param name="bodies">Reads revisions.</param>
    /// <param name="catalog">All regions.</param>
    /// <param name="knownFrom">Before this instant (UTC ticks) alerts may be forgotten.</param>
    public static async Task<RaisedCounts> CountAsync(
        RaisedQuery query, LedgerIndex index, LedgerBodies bodies, RegionCatalog catalog, long knownFrom,
        CancellationToken cancellationToken)
    {
        var steps = query.Steps;
        var firstKnown = 0;
        while (firstKnown < steps.Count && steps.StartOf(firstKnown) < knownFrom)
        {
            firstKnown++;
        }

        var first = await FirstRevision.SinceAsync(
            Instants.FromTicks(steps.Begin), index.First, index.Head, seqs => bodies.ReadAsync(seqs, cancellationToken));
        var alerts = index.RevisedSince(first)
            .Where(alert => alert.Raised >= first && Matches(alert, query, catalog))
            .Take(MaxCounted + 1)
            .ToList();
        if (alerts.Count > MaxCounted || !await LearnAsync(alerts, bodies, cancellationToken))
        {
            return new RaisedCounts(null, firstKnown);
        }

        var counts = new int[steps.Count * RaisedCounts.Severities];
        foreach (var alert in alerts)
        {
            if (steps.IndexOf(alert.RaisedAt!.Value) is { } step)
            {
                counts[RaisedCounts.IndexOf(step, alert.RaisedSeverity)]++;
            }
        }

        return new RaisedCounts(counts, firstKnown);
    }

    private static bool Matches(AlertIndexEntry alert, RaisedQuery query, RegionCatalog catalog) =>
        alert.RaisedSeverity >= query.MinSeverity
        && (query.Threshold is null || AlertIds.ThresholdOf(alert.AlertId) == query.Threshold)
        && (query.Regions.Count == 0 || query.Regions.Any(region => catalog.IsWithin(alert.Region, region)));

    /// <summary>Reads when they were raised where that is not remembered; false when it would be too much.</summary>
    private static async Task<bool> LearnAsync(
        List<AlertIndexEntry> alerts, LedgerBodies bodies, CancellationToken cancellationToken)
    {
        var unknown = alerts.Where(static alert => alert.RaisedAt is null).ToDictionary(static alert => alert.Latest);
        if (unknown.Count > MaxRead)
        {
            return false;
        }

        // Any revision says when its alert was raised.
        var seqs = unknown.Keys.Order().ToArray();
        for (var at = 0; at < seqs.Length;)
        {
            var read = await bodies.ReadAsync(seqs.Skip(at).Take(Page), cancellationToken);
            foreach (var revision in read)
            {
                unknown[revision.Seq].RaisedAt = revision.RaisedAt.UtcTicks;
            }

            at += read.Count;
        }

        return true;
    }
}
