using Alerting.Alerts;

namespace Alerting.Notifications.Deliveries;

/// <summary>
/// What a channel needs to change the message that told of an alert, for as long as more is to be told of it: from the first
/// delivery that had one until the end of the alert is delivered or given up.
/// </summary>
internal sealed class MessageReceipts
{
    private readonly Dictionary<string, string> _byAlert = new(StringComparer.Ordinal);

    /// <summary>Null where there is none.</summary>
    public string? Of(string alertId) => _byAlert.GetValueOrDefault(alertId);

    /// <summary>A message arrived, or will not.</summary>
    /// <param name="delivery">The delivery that has ended; null where it was not open any more.</param>
    /// <param name="receipt">Null where there is none.</param>
    public void Ended(DeliveryEntry? delivery, string? receipt)
    {
        if (delivery is null)
        {
            return;
        }

        if (delivery.Digest is { } digest)
        {
            // Its message tells of many and is not changed; what is over needs none any more.
            foreach (var part in digest.Alerts.Where(static part => part.Change is AlertChange.Cleared or AlertChange.Cancelled))
            {
                _byAlert.Remove(part.AlertId);
            }

            return;
        }

        if (delivery.Change is AlertChange.Cleared or AlertChange.Cancelled)
        {
            _byAlert.Remove(delivery.AlertId);
        }
        else if (receipt is not null)
        {
            _byAlert[delivery.AlertId] = receipt;
        }
    }

    /// <summary>Nothing more is told of the alert.</summary>
    public void Forget(string alertId) => _byAlert.Remove(alertId);

    public void Clear() => _byAlert.Clear();

    public void Restore(IReadOnlyDictionary<string, string>? snapshot)
    {
        foreach (var (alertId, receipt) in snapshot ?? new Dictionary<string, string>())
        {
            _byAlert[alertId] = receipt;
        }
    }

    /// <summary>Null where there are none.</summary>
    public IReadOnlyDictionary<string, string>? ToSnapshot() =>
        _byAlert.Count == 0 ? null : new SortedDictionary<string, string>(_byAlert, StringComparer.Ordinal);
}
