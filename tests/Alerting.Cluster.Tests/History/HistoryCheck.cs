using System.Text.Json;
using Alerting.Alerts;
using Alerting.Cluster.Tests.Load;
using Alerting.Engine.Regions;
using Alerting.Grains.Alerts;
using Alerting.Json;
using Alerting.Notifications.Matching;
using Alerting.Regions;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Cluster.Tests.History;

/// <summary>Compares what callers were told with what is stored, and what is stored with what it must lead to.</summary>
internal static class HistoryCheck
{
    /// <summary>
    /// Every acknowledged report is in its log once, or a higher revision is; what is there was sent, and sent like that.
    /// </summary>
    public static IEnumerable<string> Reports(ReportBook book, Truth truth)
    {
        var stored = truth.Regions.Values.SelectMany(static r => r.Reports)
            .ToLookup(static r => (new ReportKey(r.Region, r.Source, r.ReportId), r.Revision));
        var latest = stored.GroupBy(static s => s.Key.Item1).ToDictionary(static g => g.Key, static g => g.Max(static s => s.Key.Revision));
        foreach (var same in stored)
        {
            if (same.Count() > 1)
            {
                yield return $"{same.Key} is stored {same.Count()} times";
            }

            var report = same.First();
            if (book.Find(same.Key.Item1, same.Key.Revision) is not { } sent)
            {
                yield return $"{same.Key} is stored and was never sent";
            }
            else if (sent.Retracted != report.Retracted
                || (!sent.Retracted
                    && (sent.Kind, sent.Town, sent.Killed, sent.OccurredAt, sent.IncidentId)
                        != (report.Kind, report.Town, report.Killed ?? -1, report.OccurredAt, report.IncidentId)))
            {
                yield return $"{same.Key} is stored with other content than was sent: {sent.ToJson()} became {report}";
            }
        }

        foreach (var sent in book.Sent)
        {
            var highest = latest.GetValueOrDefault(sent.Key);
            if (sent.Accepted > 1)
            {
                yield return $"{sent.Key} revision {sent.Revision} was answered as accepted {sent.Accepted} times";
            }

            if (sent.Accepted > 0 && !stored.Contains((sent.Key, sent.Revision)))
            {
                yield return $"{sent.Key} revision {sent.Revision} was accepted and is not stored";
            }

            if (sent.Acknowledged && highest < sent.Revision)
            {
                yield return $"{sent.Key} revision {sent.Revision} was acknowledged; the highest stored is {highest}";
            }
        }
    }

    /// <summary>
    /// The alerts of each region are those of the pure engine, and the ledger has each of them once, in order and without a gap.
    /// </summary>
    public static IEnumerable<string> Alerts(Truth truth)
    {
        for (var i = 0; i < truth.Ledger.Count; i++)
        {
            if (truth.Ledger[i].Seq != i + 1)
            {
                yield return $"the ledger has seq {truth.Ledger[i].Seq} in place {i + 1}";
                yield break;
            }
        }

        var byRegion = truth.Ledger.ToLookup(static a => a.Region.Code);
        foreach (var region in truth.Regions.Values)
        {
            foreach (var problem in Compare($"alerts of {region.Code}, log against engine", region.Recorded, region.Replayed)
                .Concat(
                    Compare(
                        $"alerts of {region.Code}, ledger against log",
                        byRegion[region.Code].Select(static a => a with { Seq = 0 }).ToList(), region.Recorded)))
            {
                yield return problem;
            }
        }

        foreach (var stray in byRegion.Where(g => !truth.Regions.ContainsKey(g.Key)))
        {
            yield return $"the ledger has alerts of {stray.Key}, which has no log";
        }
    }

    /// <summary>Every matching revision was received, as it is, and of each alert first receipts are in order.</summary>
    public static IEnumerable<string> Deliveries(Subscription subscription, List<(string Id, Alert Alert)> received, Truth truth)
    {
        var expected = new Dictionary<string, Alert>(StringComparer.Ordinal);
        var highest = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var revision in truth.Ledger)
        {
            var found = new LedgerRevision(revision, highest.TryGetValue(revision.AlertId, out var before) ? before : null);
            highest[revision.AlertId] = found.Highest;
            if (!subscription.Wants(revision.Change) || !subscription.Concerns(found, RegionCatalog.Iso.IsWithin))
            {
                continue;
            }

            if (!expected.TryAdd($"{revision.AlertId}.{revision.Revision}", revision))
            {
                yield return $"the ledger has {revision.AlertId} revision {revision.Revision} twice";
            }
        }

        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (id, alert) in received)
        {
            if (!expected.Remove(id, out var revision))
            {
                yield return $"{subscription.Id} received {id}, which is not for it";
            }
            else if (Json(revision) != Json(alert))
            {
                yield return $"{subscription.Id} received {id} as {Json(alert)}, the ledger has {Json(revision)}";
            }

            if (alert.Revision <= last.GetValueOrDefault(alert.AlertId))
            {
                yield return $"{subscription.Id} received {id} after revision {last[alert.AlertId]}";
            }

            last[alert.AlertId] = alert.Revision;
        }

        if (expected.Count > 0)
        {
            yield return $"{subscription.Id} did not receive {expected.Count} revisions, among them {expected.Keys.First()}";
        }
    }

    /// <summary>A reader of the live feed has read the ledger from its beginning to its end, each revision once.</summary>
    public static IEnumerable<string> Feed(string reader, List<Alert> read, Truth truth) =>
        Compare($"feed of {reader}", read, truth.Ledger);

    private static IEnumerable<string> Compare(string what, List<Alert> actual, List<Alert> expected)
    {
        for (var i = 0; i < Math.Max(actual.Count, expected.Count); i++)
        {
            var (a, e) = (i < actual.Count ? Json(actual[i]) : "nothing", i < expected.Count ? Json(expected[i]) : "nothing");
            if (a != e)
            {
                yield return $"{what}: {actual.Count} and {expected.Count}; first difference in place {i}:\n  {a}\n  {e}";
                yield break;
            }
        }
    }

    private static string Json(Alert alert) => JsonSerializer.Serialize(alert, AlertJson.Wire.Alert);
}
