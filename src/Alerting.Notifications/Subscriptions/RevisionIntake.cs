using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Grouping;
using Alerting.Notifications.Matching;
using Alerting.Subscriptions;

namespace Alerting.Notifications.Subscriptions;

/// <summary>
/// Takes revisions in the order of the ledger through the stages that decide whether they are told: match, group. Changes
/// nothing by itself, see <see cref="ToEvent"/>.
/// </summary>
/// <param name="matcher">Which the subscription wants.</param>
/// <param name="grouping">Which of these belong to a story that is told; null where everything is.</param>
/// <param name="queue">What is open already.</param>
/// <param name="capacity">How many more deliveries may be opened.</param>
/// <param name="now">From when on they are due, UTC ticks.</param>
internal sealed class RevisionIntake(RevisionMatcher matcher, StoryGrouping? grouping, DeliveryQueue queue, int capacity, long now)
{
    private readonly List<DeliveryEntry> _opened = [];
    private List<DeliveryEntry>? _grouped;

    /// <summary>Whether there is anything to remember but how far was read.</summary>
    public bool IsNews => _opened.Count > 0 || _grouped is not null || matcher.Ended.Count > 0 || grouping is { Changes.Count: > 0 };

    /// <summary>Takes the next revision; false when there is no room for its delivery.</summary>
    public bool Take(LedgerRevision revision)
    {
        var alert = revision.Alert;
        var isMatched = matcher.Takes(revision);
        var isOpen = isMatched && queue.Open(alert.Seq) is not null;
        var into = isMatched && !isOpen ? grouping?.IntoOf(alert, matcher.WasTold(alert)) : null;
        var opens = isMatched && !isOpen && into is null;
        if (opens)
        {
            if (_opened.Count == capacity)
            {
                return false;
            }

            _opened.Add(DeliveryEntry.Of(alert) with { NextAt = now });
        }
        else if (into is not null)
        {
            (_grouped ??= []).Add(DeliveryEntry.Of(alert) with { Status = DeliveryStatus.Grouped, Into = into });
        }

        grouping?.Pass(alert, isMatched, into);
        matcher.Pass(alert, isMatched && into is null, opens);
        return true;
    }

    /// <summary>What was decided.</summary>
    /// <param name="readTo">Seq of the last revision taken.</param>
    public LedgerAdvanced ToEvent(long readTo) => new(
        readTo,
        _opened,
        matcher.Ended.Count == 0 ? null : matcher.Ended,
        _grouped,
        grouping is { Changes: { Count: > 0 } changes } ? changes : null);
}
