using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Thresholds;

namespace Alerting.Notifications.Holding;

/// <summary>A revision that is held back.</summary>
/// <param name="Entry">As it stands in the list of deliveries.</param>
/// <param name="Region">Code of the region of its alert.</param>
/// <param name="Threshold">Id.</param>
/// <param name="Severity">Of the alert as of this revision.</param>
/// <param name="IsOwed">Whether it is to be delivered once nothing holds it back: not the end of an alert never told.</param>
internal sealed record HeldRevision(DeliveryEntry Entry, string Region, string Threshold, Severity Severity, bool IsOwed)
{
    /// <param name="entry">How it is noted.</param>
    /// <param name="wasTold">Whether an earlier revision of its alert was told.</param>
    public static HeldRevision Of(Alert revision, DeliveryEntry entry, bool wasTold) => new(
        entry, revision.Region.Code, revision.Threshold.Id, revision.Severity, wasTold || revision.Status == AlertStatus.Open);
}

/// <summary>An alert of which revisions are held back.</summary>
/// <param name="Newest">The newest of them, which is delivered when nothing holds it back any more.</param>
/// <param name="Count">How many there are.</param>
internal sealed record HeldAlert(HeldRevision Newest, int Count);

/// <summary>
/// The alerts of which revisions are held back and will be delivered: never more than are open, and ended ones that were told.
/// </summary>
internal sealed class HeldAlerts
{
    private readonly Dictionary<string, HeldAlert> _byAlert = new(StringComparer.Ordinal);

    public int Count => _byAlert.Count;

    /// <summary>Position in the ledger of the first revision that is still to be delivered; null when there is none.</summary>
    public long? First => _byAlert.Count == 0 ? null : _byAlert.Values.Min(static held => held.Newest.Entry.Seq);

    /// <summary>How many revisions of an alert are held back.</summary>
    public int CountOf(string alertId) => _byAlert.GetValueOrDefault(alertId)?.Count ?? 0;

    /// <summary>Whether something is held back of which this is so.</summary>
    public bool Any(Func<HeldRevision, bool> isSo) => _byAlert.Values.Any(held => isSo(held.Newest));

    /// <summary>The alerts that nothing holds back any more, by the position of what is to be delivered.</summary>
    public IEnumerable<HeldAlert> FreeOf(Holds holds) => _byAlert.Values
        .Where(held => holds.Over(held.Newest) is null)
        .OrderBy(static held => held.Newest.Entry.Seq);

    /// <summary>The ledger was read on.</summary>
    /// <param name="held">What is held back of it, by seq.</param>
    /// <param name="opened">What is delivered, by seq: of their alerts nothing before them is held back any more.</param>
    public void Advance(IReadOnlyList<HeldRevision> held, IReadOnlyList<DeliveryEntry> opened)
    {
        var next = 0;
        foreach (var revision in held)
        {
            for (; next < opened.Count && opened[next].Seq < revision.Entry.Seq; next++)
            {
                _byAlert.Remove(opened[next].AlertId);
            }

            Add(revision);
        }

        for (; next < opened.Count; next++)
        {
            _byAlert.Remove(opened[next].AlertId);
        }
    }

    private void Add(HeldRevision revision)
    {
        var alertId = revision.Entry.AlertId;
        if (revision.IsOwed)
        {
            _byAlert[alertId] = new HeldAlert(revision, CountOf(alertId) + 1);
        }
        else
        {
            _byAlert.Remove(alertId);
        }
    }

    /// <summary>Nothing more is to be delivered of an alert.</summary>
    public void Forget(string alertId) => _byAlert.Remove(alertId);

    /// <summary>This delivery is made although it was held back.</summary>
    public void Delivered(DeliveryEntry entry)
    {
        if (_byAlert.GetValueOrDefault(entry.AlertId)?.Newest.Entry.Seq == entry.Seq)
        {
            _byAlert.Remove(entry.AlertId);
        }
    }

    /// <summary>The ledger is read again from there on.</summary>
    /// <param name="readTo">Up to and including this seq nothing is read again.</param>
    public void Rewind(long readTo)
    {
        foreach (var (alertId, _) in _byAlert.Where(held => held.Value.Newest.Entry.Seq > readTo).ToList())
        {
            _byAlert.Remove(alertId);
        }
    }

    public void Clear() => _byAlert.Clear();

    /// <summary>By the position of what is to be delivered; null when there are none.</summary>
    public IReadOnlyList<HeldAlert>? ToSnapshot() =>
        _byAlert.Count == 0 ? null : [.. _byAlert.Values.OrderBy(static held => held.Newest.Entry.Seq)];

    public void Restore(IEnumerable<HeldAlert> held)
    {
        foreach (var one in held)
        {
            _byAlert[one.Newest.Entry.AlertId] = one;
        }
    }
}
