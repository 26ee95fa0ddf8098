using System.Collections.Immutable;
using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Notifications.Inhibitions;

/// <summary>An alert that is open, as its newest revision has it.</summary>
/// <param name="Region">Code of its region.</param>
/// <param name="Threshold">Id.</param>
/// <param name="Seq">Position of its first revision in the ledger: the order in which alerts were raised.</param>
internal sealed record OpenAlert(string AlertId, string Region, string Threshold, Severity Severity, long Seq);

/// <summary>All alerts that are open as of a position of the ledger. Immutable.</summary>
internal sealed class OpenAlerts
{
    private readonly ImmutableDictionary<string, ImmutableArray<OpenAlert>> _byRegion;

    private OpenAlerts(long head, ImmutableDictionary<string, ImmutableArray<OpenAlert>> byRegion) => (Head, _byRegion) = (head, byRegion);

    /// <summary>Those of a ledger that has no revision yet.</summary>
    public static OpenAlerts None { get; } =
        new(0, ImmutableDictionary.Create<string, ImmutableArray<OpenAlert>>(StringComparer.Ordinal));

    /// <summary>The position: <c>seq</c> of the last revision that counts.</summary>
    public long Head { get; }

    /// <summary>Those of one region, not of those below.</summary>
    public ImmutableArray<OpenAlert> In(string region) => _byRegion.GetValueOrDefault(region, []);

    /// <summary>As they are at a later position.</summary>
    /// <param name="head">That position.</param>
    /// <param name="ended">Ids of alerts that have ended since; others are passed over.</param>
    /// <param name="open">Alerts that were raised or revised since, and are open then.</param>
    public OpenAlerts With(long head, IEnumerable<string> ended, IEnumerable<OpenAlert> open)
    {
        var byRegion = _byRegion.ToBuilder();
        foreach (var alertId in ended)
        {
            if (AlertIds.RegionOf(alertId) is { } region && byRegion.TryGetValue(region, out var there))
            {
                there = there.RemoveAll(alert => alert.AlertId == alertId);
                if (there.IsEmpty)
                {
                    byRegion.Remove(region);
                }
                else
                {
                    byRegion[region] = there;
                }
            }
        }

        foreach (var alert in open)
        {
            byRegion[alert.Region] = byRegion.GetValueOrDefault(alert.Region, []).RemoveAll(one => one.AlertId == alert.AlertId).Add(alert);
        }

        return new OpenAlerts(head, byRegion.ToImmutable());
    }
}
