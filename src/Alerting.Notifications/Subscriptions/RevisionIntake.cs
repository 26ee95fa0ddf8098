using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Grouping;
using Alerting.Notifications.Holding;
using Alerting.Notifications.Matching;
using Alerting.Notifications.Pacing;
using Alerting.Subscriptions;
using Alerting.Thresholds;

namespace Alerting.Notifications.Subscriptions;

/// <summary>
/// Takes revisions in the order of the ledger through the stages that decide whether they are told: match, silence, inhibit,
/// group, pace. Changes nothing by itself, see <see cref="ToEvent"/>.
/// </summary>
/// <param name="matcher">Which the subscription wants.</param>
/// <param name="holds">What holds deliveries back now.</param>
/// <param name="held">What is held back already.</param>
/// <param name="grouping">Which of these belong to a story that is told; null where everything is.</param>
/// <param name="queue">What is open already.</param>
/// <param name="pacing">How what is told is told.</param>
/// <param name="capacity">How many more deliveries may be opened.</param>
/// <param name="now">From when on they are due, UTC ticks.</param>
internal sealed class RevisionIntake(
    RevisionMatcher matcher, Holds holds, HeldAlerts held, StoryGrouping? grouping, DeliveryQueue queue, DeliveryPacing pacing,
    int capacity, long now)
{
    private readonly List<(DeliveryEntry Entry, Severity Severity)> _opened = [];
    private List<DeliveryEntry>? _grouped;
    private List<HeldRevision>? _held;
    private List<string>? _over;

    /// <summary>Whether there is anything to remember but how far was read.</summary>
    public bool IsNews => _opened.Count > 0 || _grouped is not null || _held is not null || _over is not null || matcher.Ended.Count > 0
        || grouping is { Changes.Count: > 0 };

    /// <summary>Takes the next revision; false when there is no room for its delivery.</summary>
    public bool Take(LedgerRevision revision)
    {
        var alert = revision.Alert;
        var isMatched = matcher.Takes(revision);
        var isOpen = isMatched && queue.Open(alert.Seq) is not null;
        if (isMatched && !isOpen && holds.Over(alert) is { } hold)
        {
            (_held ??= []).Add(HeldRevision.Of(alert, hold.Keep(alert, now), matcher.WasTold(alert)));
            grouping?.Pass(alert, isMatched: false, into: null);
            matcher.Pass(alert, taken: false, opened: false);
            return true;
        }

        var into = isMatched && !isOpen ? grouping?.IntoOf(alert, matcher.WasTold(alert)) : null;
        var opens = isMatched && !isOpen && into is null;
        if (opens)
        {
            if (_opened.Count == capacity)
            {
                return false;
            }

            _opened.Add((DeliveryEntry.Of(alert) with { NextAt = now, Held = HeldOf(alert.AlertId) }, alert.Severity));
        }
        else if (into is not null)
        {
            (_grouped ??= []).Add(DeliveryEntry.Of(alert) with { Status = DeliveryStatus.Grouped, Into = into });
        }

        if (!opens && alert.Status != AlertStatus.Open && IsHeld(alert.AlertId))
        {
            (_over ??= []).Add(alert.AlertId);
        }

        grouping?.Pass(alert, isMatched, into);
        matcher.Pass(alert, isMatched && into is null, opens);
        return true;
    }

    /// <summary>What was decided.</summary>
    /// <param name="readTo">Seq of the last revision taken.</param>
    public LedgerAdvanced ToEvent(long readTo)
    {
        var paced = pacing.Place(_opened);
        return new(
            readTo,
            paced.Opened,
            matcher.Ended.Count == 0 ? null : matcher.Ended,
            _grouped,
            grouping is { Changes: { Count: > 0 } changes } ? changes : null,
            _held,
            paced.Gathered,
            paced.Superseded,
            _over);
    }

    private bool IsHeld(string alertId) => held.CountOf(alertId) > 0 || _held?.Exists(one => one.Entry.AlertId == alertId) == true;

    /// <summary>How many earlier revisions of the alert are held back, and are not to be delivered any more.</summary>
    private int HeldOf(string alertId)
    {
        var before = _opened.FindLastIndex(told => told.Entry.AlertId == alertId);
        var since = before < 0 ? 0 : _opened[before].Entry.Seq;
        return (before < 0 ? held.CountOf(alertId) : 0)
            + (_held?.Count(one => one.Entry.AlertId == alertId && one.Entry.Seq > since) ?? 0);
    }
}
