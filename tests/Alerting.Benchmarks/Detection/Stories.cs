using Alerting.Alerts;
using Alerting.Backtests;
using Alerting.Engine.Backtests;
using Alerting.Engine.Regions;

namespace Alerting.Benchmarks;

/// <summary>
/// An estimate of what a desk receives that wants one alarm a story: alerts raised at one instant in a region and those
/// above it count as one story. The first raise is delivered, later ones only when graver; of an alert that was not
/// delivered, only updates that raise the measure by half and an end after that of the first.
/// </summary>
internal static class Stories
{
    public static IEnumerable<AlertRevision> Delivered(IReadOnlyList<AlertHistory> alerts, RegionCatalog catalog)
    {
        foreach (var instant in alerts.GroupBy(static alert => alert.Last.RaisedAt))
        {
            var firsts = new List<AlertHistory>();
            foreach (var alert in instant.OrderByDescending(a => catalog.DepthOf(a.Last.Region.Code)))
            {
                var story = firsts.Find(first => catalog.IsWithin(first.Last.Region.Code, alert.Last.Region.Code));
                if (story is null)
                {
                    firsts.Add(alert);
                }

                foreach (var revision in Delivered(alert, story))
                {
                    yield return revision;
                }
            }
        }
    }

    private static IEnumerable<AlertRevision> Delivered(AlertHistory alert, AlertHistory? first)
    {
        if (first is null || alert.Last.Severity > first.Last.Severity)
        {
            return alert.Revisions;
        }

        var grouped = new List<AlertRevision>();
        var told = alert.Revisions[0].Value;
        foreach (var revision in alert.Revisions.Skip(1))
        {
            var outlives = revision.Change is AlertChange.Cleared or AlertChange.Cancelled && revision.At > first.Last.EndedAt;
            if (outlives || (revision.Change == AlertChange.Updated && revision.Value >= 1.5 * told))
            {
                grouped.Add(revision);
                told = revision.Value;
            }
        }

        return grouped;
    }
}
